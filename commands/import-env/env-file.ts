/**
 * Reads an env file exactly as docker compose does. The grammar is that of compose-go v2 (package `dotenv`), which differs from
 * that of the npm packages: dotenv accepts backticks as quotes, cuts a value at any `#` and silently ends a name at an invalid
 * character; dotenv-expand does not support `${VAR:?}` or `${VAR:+}`. The unit tests compare with results of compose-go.
 */
import { BadEnvFile, decoded, unescaped } from "./env-text";
import { BadReference, expand, type Lookup } from "./references";

export { BadEnvFile } from "./env-text";

/** One variable that the file sets. */
export interface Line {
    name: string;
    value: string;
    /** Number of its first line, from 1. */
    line: number;
}

/** What is in an env file. */
export interface EnvFile {
    /** In the order of the file. Of two lines with the same name, the later one. */
    lines: Line[];
    /** What compose does silently. No note quotes a value. */
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
 * @param environment the environment variables, which take precedence over the file, as with compose
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
            // Skip all blank lines and comments.
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
                `line ${line}: a name consists of letters, digits and _ . - and is followed by "=". Is a quote missing, here or above?`,
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

    /** A name without a value takes the value of the environment. If there is none, the note does not quote the name: it may be part of a secret. */
    private inherit(name: string, line: number): void {
        const value = this.environment[name];
        if (value === undefined) {
            this.notes.add(
                `line ${line} is a name without "=", and the environment has no such variable: ignored, as with compose`,
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

    /** The text between the quotes, which may span several lines. Backslashes stay, except the one that escapes a quote. */
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
        throw new BadEnvFile(`line ${line}: the quoted value has no closing quote`);
    }

    private expanded(text: string, line: number): string {
        const unset = (): void => {
            this.notes.add(
                `line ${line} refers to a variable that is not set: left empty, as with compose. If the value contains a $, write $$`,
            );
        };
        try {
            return expand(text, this.lookup(line), unset);
        } catch (error) {
            throw error instanceof BadReference ? new BadEnvFile(`line ${line}: ${error.message}`) : error;
        }
    }

    /** Looks at the environment first, then at the lines above, as compose does. */
    private lookup(line: number): Lookup {
        return (name) => {
            const outside = this.environment[name];
            const above = this.found.get(name);
            if (outside !== undefined && above !== undefined && outside !== above.value) {
                this.notes.add(
                    `line ${line} refers to ${name}: the value of the environment overrides that of line ${above.line}, as with compose`,
                );
            }
            return outside ?? above?.value;
        };
    }

    /** Skips what the pattern matches here and returns its length. */
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
