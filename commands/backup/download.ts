import { closeSync, openSync, renameSync, rmSync, statSync } from "node:fs";
import { spawnDocker } from "../stack/docker";
import { type Stack } from "../stack/stack";

/** Makes a backup in the container, and writes it to a file of this machine: whole, or not at all. */
export async function download(stack: Stack, container: string, file: string): Promise<void> {
    const part = `${file}.part`;
    // Others on this machine must not read the databases.
    const output = openSync(part, "w", 0o600);
    const remove = () => rmSync(part, { force: true });
    process.once("exit", remove);
    try {
        const code = await spawnDocker(
            stack,
            ["exec", container, "airflow-backup", "create"],
            ["ignore", output, "inherit"],
        );
        if (code !== 0) {
            throw new Error(`No backup was made (exit code ${code}).`);
        }
    } finally {
        closeSync(output);
    }
    renameSync(part, file);
    console.log(`${file} (${statSync(file).size.toLocaleString("en")} bytes)`);
}
