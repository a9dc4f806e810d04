/**
 * Reads an env file exactly as docker compose does. The grammar is that of compose-go v2 (package `dotenv`), which differs from
 * that of the npm packages: dotenv accepts backticks as quotes, cuts a value at any `#` and silently ends a name at an invalid
 * character; dotenv-expand does not support `${VAR:?}` or `${VAR:+}`. The unit tests compare with results of compose-go.
 */
import { blank, Cursor, exported, gap, nameEnd, trimmedEnd } from "./cursor";
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
    private readonly cursor: Cursor;
    private readonly found = new Map<string, Line>();
    private readonly notes = new Set<string>();

    constructor(
        text: string,
        private readonly environment: Record<string, string | undefined>,
    ) {
        this.cursor = new Cursor(text);
    }

    public parse(): EnvFile {
        for (;;) {
            while (this.cursor.take(gap) !== "") {
                // Skip all blank lines and comments.
            }
            if (this.cursor.character === undefined) {
                return {
                    lines: [...this.found.values()].sort((one, other) => one.line - other.line),
                    notes: [...this.notes],
                };
            }
            this.statement();
        }
    }

    private statement(): void {
        this.cursor.take(exported);
        const { line } = this.cursor;
        const name = trimmedEnd(this.cursor.take(nameEnd));
        const end = this.cursor.character;
        if (end !== undefined && !"=:\n".includes(end)) {
            throw new BadEnvFile(
                `line ${line}: a name consists of letters, digits and _ . - and is followed by "=". Is a quote missing, here or above?`,
            );
        }
        if (name.includes(" ")) {
            throw new BadEnvFile(`line ${line}: there is a space in the name before the "="`);
        }
        this.cursor.skip();
        if (end === undefined || end === "\n") {
            this.inherit(name, line);
            return;
        }
        this.cursor.take(blank);
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
        const quote = this.cursor.character;
        if (quote === '"' || quote === "'") {
            const inside = this.cursor.takeQuoted(quote, line);
            return quote === '"' ? this.expanded(unescaped(inside), line) : inside;
        }
        return this.expanded(trimmedEnd(this.cursor.takeLine().split(" #")[0]), line);
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
}
