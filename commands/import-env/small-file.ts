import { closeSync, openSync, readSync, type Stats, statSync } from "node:fs";

/** No env file and no key is larger; what is larger was named by mistake. */
const MOST = 1024 * 1024;
const tooLarge = "it is larger than 1 MB, so it is the wrong file";
const reasons: Record<string, string> = {
    ENOENT: "no such file",
    ENOTDIR: "no such file",
    EACCES: "permission denied",
};

/** A file that is not read. The message says why, without its path. */
export class UnreadableFile extends Error {}

/**
 * Reads a regular file of up to 1 MB.
 *
 * @throws UnreadableFile for anything else: a device never ends, and a pipe may wait forever
 */
export function readSmallFile(path: string): Buffer {
    try {
        const problem = problemOf(statSync(path));
        if (problem !== undefined) {
            throw new UnreadableFile(problem);
        }
        return readUpToLimit(path);
    } catch (error) {
        if (error instanceof UnreadableFile) {
            throw error;
        }
        const { code = String(error) } = error as NodeJS.ErrnoException;
        throw new UnreadableFile(reasons[code] ?? code);
    }
}

/** The file may grow after it was looked at, and those of /proc have no size: so no more than the limit is read. */
function readUpToLimit(path: string): Buffer {
    const content = Buffer.alloc(MOST + 1);
    const file = openSync(path, "r");
    try {
        let length = 0;
        for (let more = 1; more > 0 && length <= MOST; length += more) {
            more = readSync(file, content, length, content.length - length, null);
        }
        if (length > MOST) {
            throw new UnreadableFile(tooLarge);
        }
        return content.subarray(0, length);
    } finally {
        closeSync(file);
    }
}

function problemOf(stats: Stats): string | undefined {
    if (stats.isDirectory()) {
        return "it is a folder";
    }
    if (stats.isFIFO()) {
        return "it is a pipe. Write its content to a file first";
    }
    if (!stats.isFile()) {
        return "it is a device or a socket, not a file";
    }
    return stats.size > MOST ? tooLarge : undefined;
}
