/**
 * References in the values of an env file, as docker compose reads them (compose-go's package `template`): `$NAME`, `${NAME}`,
 * `${NAME:-default}`, `${NAME-default}`, `${NAME:+instead}`, `${NAME+instead}`, `${NAME:?error}`, `${NAME?error}`, `$$` for `$`.
 */

/** The value of a variable, undefined if it is not set. */
export type Lookup = (name: string) => string | undefined;

/** A reference that cannot be read or lacks a required value. The message quotes nothing, since it may be a secret. */
export class BadReference extends Error {}

/** What a reference is resolved with. */
interface Context {
    lookup: Lookup;
    unset: () => void;
    /** How many references it is inside of. */
    depth: number;
}

/** No real file nests references this deep; without a limit, one could overflow the stack. */
const DEEPEST = 50;

const reference = /\$(?:(\$)|([_a-z][_a-z0-9]*)|\{)/gi;
const own = /^\$\{([_a-z][_a-z0-9]*)(?:(:?)([-+?])([^\n]*))?\}$/i;

/** Replaces the references with their values. Calls `unset` for a variable that is not set, which becomes empty. */
export function expand(text: string, lookup: Lookup, unset: () => void): string {
    return expanded(text, { lookup, unset, depth: 0 });
}

function expanded(text: string, context: Context): string {
    if (context.depth > DEEPEST) {
        throw new BadReference(`references are nested more than ${DEEPEST} deep`);
    }
    const done: string[] = [];
    let at = 0;
    for (const match of text.matchAll(reference)) {
        const [all, dollar, name] = match;
        if (match.index < at) {
            // It is inside of the reference before, and already resolved.
            continue;
        }
        done.push(text.slice(at, match.index));
        at = match.index + all.length;
        if (dollar !== undefined) {
            done.push("$");
        } else if (name !== undefined) {
            done.push(valueOf(name, context));
        } else {
            at = endOf(text, match.index);
            done.push(braced(text.slice(match.index, at), context));
        }
    }
    return done.join("") + text.slice(at);
}

function braced(text: string, context: Context): string {
    const parts = own.exec(text);
    if (parts === null) {
        throw new BadReference("${ without a variable or without a closing }. Write $$ for a dollar sign");
    }
    const [, name, colon, operator, word] = parts;
    return operated(name, colon === ":", operator, word, context);
}

function operated(
    name: string,
    emptyCounts: boolean,
    operator: string | undefined,
    word: string,
    context: Context,
): string {
    const value = context.lookup(name);
    const resolved = (): string => expanded(word, { ...context, depth: context.depth + 1 });
    const there = value !== undefined && (value !== "" || !emptyCounts);
    switch (operator) {
        case "-":
            return there ? value : resolved();
        case "+":
            return there ? resolved() : (value ?? "");
        case "?":
            if (!there) {
                throw new BadReference("a reference with ? to a variable without a value");
            }
            return value;
        default:
            return valueOf(name, context);
    }
}

function valueOf(name: string, { lookup, unset }: Context): string {
    const value = lookup(name);
    if (value === undefined) {
        unset();
    }
    return value ?? "";
}

/**
 * The end of the reference that begins with the `${` at `start`: behind the brace that closes it, or behind the line's last brace if none
 * does. Like compose, it skips the character after each `{`.
 */
function endOf(text: string, start: number): number {
    let [open, last] = [0, start];
    for (let index = start + 1; index < text.length && text[index] !== "\n"; index++) {
        if (text[index] === "{") {
            open++;
            if (text[index + 1] !== "\n") {
                index++;
            }
            last = text[index] === "}" ? index : last;
        } else if (text[index] === "}") {
            open--;
            last = index;
            if (open === 0) {
                break;
            }
        }
    }
    return last + 1;
}
