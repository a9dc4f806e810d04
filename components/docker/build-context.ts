import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/**
 * A fingerprint of the files that an image is built from: their paths, contents and executable bits. Docker's own
 * time stamps and owners are left out, so a fresh clone gives the same answer.
 *
 * @param folder the build context
 * @param paths files and folders below it that the Dockerfile copies
 * @throws when a path does not exist: a Dockerfile that copies it would fail later, and say less
 */
export function fingerprint(folder: string, paths: string[]): string {
    const hash = createHash("sha256");
    for (const file of paths.flatMap((path) => filesBelow(folder, path)).sort()) {
        const executable = (statSync(join(folder, file)).mode & 0o100) !== 0;
        hash.update(`${file}\0${executable ? "x" : "-"}\0`)
            .update(readFileSync(join(folder, file)))
            .update("\0");
    }
    return hash.digest("hex");
}

/** Left behind by Python and by editors; never part of an image. */
const ignored = new Set(["__pycache__", ".DS_Store"]);

function filesBelow(folder: string, path: string): string[] {
    if (!statSync(join(folder, path)).isDirectory()) {
        return [path];
    }
    return readdirSync(join(folder, path))
        .filter((entry) => !ignored.has(entry))
        .flatMap((entry) => filesBelow(folder, join(path, entry)));
}
