/**
 * References in the values of an env file, as docker compose reads them (compose-go's package `template`): `$NAME`, `${NAME}`,
 * `${NAME:-default}`, `${NAME-default}`, `${NAME:+instead}`, `${NAME+instead}`, `${NAME:?error}`, `${NAME?error}`, `$$` for `$`.
 */

/** The value of a variable, undefined if it is not set. */
export type Lookup = (name: string) => string | undefined;

/** A reference that cannot be read or lacks a required value. The message quotes nothing, since it may be a secret. */
export class BadReference extends Error {}

const reference = /\$(?:(\$)|([_a-z][_a-z0-9]*)|\{(?:([_a-z][_a-z0-9]*(?::?[-+?][^\n]*)?)\}|()))/gi;

/** Replaces the references with their values. Calls `unset` for a variable that is not set, which becomes empty. */
export function expand(text: string, lookup: Lookup, unset: () => void): string {
    return text.replace(reference, (match: string, dollar?: string, name?: string) => {
        if (dollar !== undefined) {
            return "$";
        }
        if (name !== undefined) {
            return valueOf(name, lookup, unset);
        }
        return braced(match, lookup, unset);
    });
}

/** A match reaches to the line's last brace, so that a default may hold references; what comes after its own brace is text. */
function braced(match: string, lookup: Lookup, unset: () => void): string {
    const end = closingBrace(match);
    const own = /^\$\{([_a-z][_a-z0-9]*)(?:(:?)([-+?])([^\n]*))?\}$/i.exec(end < 0 ? match : match.slice(0, end + 1));
    if (own === null) {
        throw new BadReference("${ without a variable or without a closing }. Write $$ for a dollar sign");
    }
    const rest = end < 0 ? "" : match.slice(end + 1);
    const [, name, colon, operator, word] = own;
    return operated(name, colon === ":", operator, word, lookup, unset) + expand(rest, lookup, unset);
}

function operated(
    name: string,
    emptyCounts: boolean,
    operator: string | undefined,
    word: string,
    lookup: Lookup,
    unset: () => void,
): string {
    const value = lookup(name);
    const there = value !== undefined && (value !== "" || !emptyCounts);
    switch (operator) {
        case "-":
            return there ? value : expand(word, lookup, unset);
        case "+":
            return there ? expand(word, lookup, unset) : (value ?? "");
        case "?":
            if (!there) {
                throw new BadReference("a reference with ? to a variable without a value");
            }
            return value;
        default:
            return valueOf(name, lookup, unset);
    }
}

function valueOf(name: string, lookup: Lookup, unset: () => void): string {
    const value = lookup(name);
    if (value === undefined) {
        unset();
    }
    return value ?? "";
}

/** Where the first `{` is closed. Like compose, it skips the character after each `{`. */
function closingBrace(text: string): number {
    let open = 0;
    for (let index = 0; index < text.length; index++) {
        if (text[index] === "}") {
            open--;
            if (open === 0) {
                return index;
            }
        }
        if (text[index] === "{") {
            open++;
            index++;
        }
    }
    return -1;
}
