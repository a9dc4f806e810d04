import { createHash } from "node:crypto";
import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";

/**
 * A certificate as a file, for the postgresql plugin, which takes no text. Its path is relative to the project, where Pulumi
 * starts its plugins, and named by its content: another path would be a change to the provider on each machine.
 *
 * @param certificate in PEM format; public, so a file may hold it
 */
export function certificateFile(certificate: string): string {
    const folder = ".certificates";
    const file = `${folder}/${createHash("sha256").update(certificate).digest("hex").slice(0, 16)}.pem`;
    if (!existsSync(file)) {
        mkdirSync(folder, { recursive: true });
        // Renamed into place, so that no process reads a partial file.
        writeFileSync(`${file}.${process.pid}`, certificate);
        renameSync(`${file}.${process.pid}`, file);
    }
    return file;
}
