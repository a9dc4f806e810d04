/**
 * The text as it may be printed: control characters, which could be commands to the terminal, and marks that change the direction of
 * text become escape sequences such as `\x1b`.
 */
export function printable(text: string): string {
    return text.replace(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu, escaped);
}

/** The same for a message with line breaks of its own. */
export function printableLines(text: string): string {
    return text.split("\n").map(printable).join("\n");
}

function escaped(character: string): string {
    const known: Record<string, string> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };
    const code = character.charCodeAt(0).toString(16);
    return known[character] ?? (code.length > 2 ? `\\u${code}` : `\\x${code.padStart(2, "0")}`);
}
