/** Decodes the text of an env file: UTF-8 and escape sequences. */

/** The file cannot be read. The message names the line but does not quote it, since it may contain a secret. */
export class BadEnvFile extends Error {}

/** @throws BadEnvFile if the content is not UTF-8 */
export function decoded(content: Uint8Array): string {
    try {
        return new TextDecoder("utf-8", { fatal: true }).decode(content);
    } catch {
        const lines = Buffer.from(content).toString("latin1").split("\n");
        const isBad = (line: string): boolean =>
            Buffer.from(Buffer.from(line, "latin1").toString("utf8"), "utf8").toString("latin1") !== line;
        throw new BadEnvFile(
            `line ${lines.findIndex(isBad) + 1}: this is not UTF-8. Save the file as UTF-8 (your editor may show its encoding as CP949, EUC-KR or UTF-16)`,
        );
    }
}

const escapes: Record<string, string> = {
    a: "\x07",
    b: "\b",
    f: "\f",
    n: "\n",
    r: "\r",
    t: "\t",
    v: "\v",
    '"': '"',
    "\\": "\\",
};

/** Resolves escape sequences between double quotes. `\$` becomes `$$`, which a reference reads as `$`; octal ones are written `\0123`. */
export function unescaped(text: string): string {
    return text.replace(
        /\\(?:([abcfnrtv$"\\])|0(\d{0,3}))/g,
        (match: string, letter: string | undefined, digits: string) => {
            if (letter !== undefined) {
                return letter === "$" ? "$$" : (escapes[letter] ?? match);
            }
            return /^[0-3][0-7]{2}$/.test(digits) ? String.fromCharCode(parseInt(digits, 8)) : `\\${digits}`;
        },
    );
}
