import { UsageError } from "../../commands/command-line/attempt";
import { jestParts, parts } from "./parts";

/** What `npm test` is to run. */
export interface Chosen {
    parts: string[];
    /** Words for jest: files and options. */
    words: string[];
}

/**
 * Reads the words after `npm test --`: names of parts, then files and options for jest. Without a name, every part is chosen.
 *
 * @throws UsageError if there is no such part, or if a part that jest does not run is given words
 */
export function chosenParts(all: string[]): Chosen {
    const end = all.findIndex((word) => !(word in parts));
    const [names, words] = end === -1 ? [all, []] : [all.slice(0, end), all.slice(end)];
    if (names.length === 0 && words.length > 0) {
        throw new UsageError(`There is no part "${words[0]}".`);
    }
    const deaf = words.length > 0 ? names.find((name) => !jestParts.includes(name)) : undefined;
    if (deaf !== undefined) {
        throw new UsageError(`The part "${deaf}" takes no further words, such as "${words[0]}".`);
    }
    return { parts: names.length > 0 ? names : Object.keys(parts), words };
}
