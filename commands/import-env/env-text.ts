/** The characters of an env file: from bytes to text, and from escapes to what they stand for. */

/** The file cannot be read; the message names the line and quotes nothing of it, since it may be a secret. */
export class BadEnvFile extends Error {}

/** @throws BadEnvFile for what is no UTF-8 */
export function decoded(content: Uint8Array): string {
    try {
        return new TextDecoder("utf-8", { fatal: true }).decode(content);
    } catch {
        const lines = Buffer.from(content).toString("latin1").split("\n");
        const isBad = (line: string): boolean =>
            Buffer.from(Buffer.from(line, "latin1").toString("utf8"), "utf8").toString("latin1") !== line;
        throw new BadEnvFile(
            `line ${lines.findIndex(isBad) + 1}: this is no UTF-8. Save the file as UTF-8 (an editor may call what it is now CP949, EUC-KR or UTF-16)`,
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

/** Escapes between double quotes. `\$` becomes `$$`, which the references read as `$`; an octal one is written `\0123`. */
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
