/**
 * Reads an env file exactly as docker compose does. The grammar is that of compose-go v2 (package `dotenv`), which differs from
 * that of every npm package looked at: dotenv takes backticks as quotes, cuts a value at any `#` and ends a name at the first odd
 * character without a word; dotenv-expand knows no `${VAR:?}` or `${VAR:+}`. The unit tests hold answers of the real one.
 */
import { BadEnvFile, decoded, unescaped } from "./env-text";
import { BadReference, expand, type Lookup } from "./references";

export { BadEnvFile } from "./env-text";

/** One variable that the file sets. */
export interface Line {
    name: string;
    value: string;
    /** Where it begins, from 1. */
    line: number;
}

/** What is in an env file. */
export interface EnvFile {
    /** In the order of the file; of two lines with one name the later one. */
    lines: Line[];
    /** What compose does without a word, or with a word that nobody sees. They quote no value. */
    notes: string[];
}

/** The white space of Go's unicode.IsSpace, which is not JavaScript's. */
const white = "\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const trailing = new RegExp(`[${white}]+$`);
const gap = new RegExp(`[${white}]*(?:#[^\\n]*)?`, "y");
const blank = /[\t\v\f\r \u0085\u00a0]*/y;
const exported = /export(?=[\t\n\f\r ])[\t\v\f\r \u0085\u00a0]*/y;
const nameEnd = /(?:[\t\v\f\r \u0085\u00a0_.[\]-]|\p{L}|\p{N})*/uy;

/**
 * Reads the file's content.
 *
 * @param environment what references see besides the file; as with compose it comes first
 * @throws BadEnvFile
 */
export function parseEnvFile(content: Uint8Array, environment: Record<string, string | undefined>): EnvFile {
    return new Parser(decoded(content), environment).parse();
}

class Parser {
    private at = 0;
    private readonly found = new Map<string, Line>();
    private readonly notes = new Set<string>();

    constructor(
        private readonly text: string,
        private readonly environment: Record<string, string | undefined>,
    ) {}

    public parse(): EnvFile {
        for (;;) {
            // Blank lines and comments, as many as there are.
            while (this.skip(gap) > 0);
            if (this.at >= this.text.length) {
                return {
                    lines: [...this.found.values()].sort((one, other) => one.line - other.line),
                    notes: [...this.notes],
                };
            }
            this.statement();
        }
    }

    private statement(): void {
        this.skip(exported);
        const line = this.line();
        const begin = this.at;
        this.skip(nameEnd);
        const name = this.text.slice(begin, this.at).replace(trailing, "");
        const end = this.text[this.at];
        if (end !== undefined && !"=:\n".includes(end)) {
            throw new BadEnvFile(
                `line ${line}: a name consists of letters, digits and _ . - and is followed by "=". Is a quote missing, here or further up?`,
            );
        }
        if (name.includes(" ")) {
            throw new BadEnvFile(`line ${line}: there is a space in the name before the "="`);
        }
        this.at++;
        if (end === undefined || end === "\n") {
            this.inherit(name, line);
            return;
        }
        this.skip(blank);
        this.set({ name, value: this.value(line), line });
    }

    /** A name alone has the environment's value. Where there is none, the name is not quoted: it may be the rest of a broken secret. */
    private inherit(name: string, line: number): void {
        const value = this.environment[name];
        if (value === undefined) {
            this.notes.add(
                `line ${line} is a name without "=", and the environment has no such variable: left out, as compose does`,
            );
        } else {
            this.set({ name, value, line });
        }
    }

    private set(line: Line): void {
        const earlier = this.found.get(line.name);
        if (earlier !== undefined) {
            this.notes.add(`${line.name}: line ${line.line} replaces line ${earlier.line}, as with compose`);
        }
        this.found.set(line.name, line);
    }

    private value(line: number): string {
        const quote = this.text[this.at];
        if (quote === '"' || quote === "'") {
            const inside = this.quoted(quote, line);
            return quote === '"' ? this.expanded(unescaped(inside), line) : inside;
        }
        const end = this.text.indexOf("\n", this.at);
        const rest = this.text.slice(this.at, end < 0 ? undefined : end);
        this.at = end < 0 ? this.text.length : end + 1;
        return this.expanded(rest.split(" #")[0].replace(trailing, ""), line);
    }

    /** What is between the quotes; it may have many lines. A backslash stays, but for the one that protects a quote. */
    private quoted(quote: string, line: number): string {
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
        throw new BadEnvFile(`line ${line}: the quote that begins the value is never closed`);
    }

    private expanded(text: string, line: number): string {
        const unset = (): void => {
            this.notes.add(
                `line ${line} refers to a variable that is set nowhere: left empty, as compose does. If a $ belongs to the value, write $$`,
            );
        };
        try {
            return expand(text, this.lookup(line), unset);
        } catch (error) {
            throw error instanceof BadReference ? new BadEnvFile(`line ${line}: ${error.message}`) : error;
        }
    }

    /** As compose does: the environment first, then the lines above. */
    private lookup(line: number): Lookup {
        return (name) => {
            const outside = this.environment[name];
            const above = this.found.get(name);
            if (outside !== undefined && above !== undefined && outside !== above.value) {
                this.notes.add(
                    `line ${line} refers to ${name}: it has the environment's value, not that of line ${above.line}, as with compose`,
                );
            }
            return outside ?? above?.value;
        };
    }

    /** Moves on over what the pattern matches here, and tells how much that was. */
    private skip(pattern: RegExp): number {
        pattern.lastIndex = this.at;
        const length = pattern.exec(this.text)?.[0].length ?? 0;
        this.at += length;
        return length;
    }

    private line(): number {
        return this.text.slice(0, this.at).split("\n").length;
    }
}
