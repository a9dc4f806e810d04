/**
 * Replaces the text between `<!-- <name>: begin -->` and `<!-- <name>: end -->`.
 *
 * @throws if the document does not have exactly one such place
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
