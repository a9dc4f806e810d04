import { BadEnvFile } from "./env-text";

/** The white space of Go's unicode.IsSpace, which is not JavaScript's. */
const white = "\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const isWhite = new RegExp(`[${white}]`);
/** White space and a comment. */
export const gap = new RegExp(`[${white}]*(?:#[^\\n]*)?`, "y");
/** White space within a line. */
export const blank = /[\t\v\f\r \u0085\u00a0]*/y;
/** The keyword `export`. */
export const exported = /export(?=[\t\n\f\r ])[\t\v\f\r \u0085\u00a0]*/y;
/** The characters of a name. */
export const nameEnd = /(?:[\t\v\f\r \u0085\u00a0_.[\]-]|\p{L}|\p{N})*/uy;

/** The text without white space at its end. (A pattern that ends with `$` would try each space of a long run.) */
export function trimmedEnd(text: string): string {
    let end = text.length;
    while (end > 0 && isWhite.test(text[end - 1])) {
        end--;
    }
    return text.slice(0, end);
}

/** A position in the text of an env file, and the ways to move it on. */
export class Cursor {
    private at = 0;
    /** A position before `at`, and the number of its line. */
    private counted = { at: 0, line: 1 };

    constructor(private readonly text: string) {}

    /** The character at the position, undefined at the end of the text. */
    public get character(): string | undefined {
        return this.text[this.at];
    }

    /** Number of the line, from 1. */
    public get line(): number {
        // Counting from the start each time would take minutes for a long file.
        let { at, line } = this.counted;
        for (; at < this.at; at++) {
            line += this.text[at] === "\n" ? 1 : 0;
        }
        this.counted = { at, line };
        return line;
    }

    /** Moves past what the pattern matches here, and returns it. */
    public take(pattern: RegExp): string {
        pattern.lastIndex = this.at;
        const found = pattern.exec(this.text)?.[0] ?? "";
        this.at += found.length;
        return found;
    }

    /** Moves past one character. */
    public skip(): void {
        this.at++;
    }

    /** Moves past the rest of the line, and returns it. */
    public takeLine(): string {
        const end = this.text.indexOf("\n", this.at);
        const rest = this.text.slice(this.at, end < 0 ? undefined : end);
        this.at = end < 0 ? this.text.length : end + 1;
        return rest;
    }

    /**
     * Moves past a quoted text, which may span several lines, and returns it. Backslashes stay, except the one that escapes a quote.
     *
     * @param line number of the line to name if the closing quote is missing
     */
    public takeQuoted(quote: string, line: number): string {
        let inside = "";
        for (let index = this.at + 1; index < this.text.length; index++) {
            const character = this.text[index];
            if (character === quote) {
                this.at = index + 1;
                return inside;
            }
            if (character === "\\" && index + 1 < this.text.length) {
                index++;
                inside += this.text[index] === quote ? quote : `\\${this.text[index]}`;
            } else {
                inside += character;
            }
        }
        throw new BadEnvFile(`line ${line}: the quoted value has no closing quote`);
    }
}
