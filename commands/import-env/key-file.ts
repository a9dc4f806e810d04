import { basename, dirname, join, resolve } from "node:path";
import { readSmallFile, UnreadableFile } from "./small-file";

/** A key file that the env file names, and that cannot be read. */
export class BadKeyFile extends Error {}

/**
 * Reads a file that the env file names. The path may be one inside a container into which compose mounted the file, so the folder of the
 * env file is searched as well.
 *
 * @throws BadKeyFile
 */
export function readKeyFile(envFile: string, named: string): { path: string; content: string } {
    const folder = dirname(resolve(envFile));
    const problems: string[] = [];
    for (const path of new Set([resolve(folder, named), join(folder, basename(named))])) {
        try {
            const content = readSmallFile(path).toString("utf8").trim();
            if (content === "") {
                throw new UnreadableFile("it is empty");
            }
            return { path, content };
        } catch (error) {
            if (!(error instanceof UnreadableFile)) {
                throw error;
            }
            problems.push(`${path}: ${error.message}`);
        }
    }
    throw new BadKeyFile(
        `the key file ${named} cannot be read (${problems.join("; ")}). Copy it into the folder of the env file, or empty this line to use application default credentials`,
    );
}
