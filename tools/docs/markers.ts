/**
 * Puts a text between `<!-- <name>: begin -->` and `<!-- <name>: end -->`, in place of what is there.
 *
 * @throws when a document has not exactly one such place
 */
export function between(document: string, name: string, text: string): string {
    const [begin, end] = [`<!-- ${name}: begin -->`, `<!-- ${name}: end -->`];
    const parts = document.split(begin);
    const rest = parts[1]?.split(end) ?? [];
    if (parts.length !== 2 || rest.length !== 2) {
        throw new Error(`There must be one ${begin} and, after it, one ${end}`);
    }
    return `${parts[0]}${begin}\n\n${text}\n\n${end}${rest[1]}`;
}
