import { lookup } from "node:dns/promises";
import { BadEnvFile, type EnvFile, parseEnvFile } from "./env-file";
import { readKeyFile } from "./key-file";
import { planOf } from "./mapping";
import { type Options } from "./options";
import { type Plan } from "./plan";
import { printableLines } from "./printable";
import { readSmallFile, UnreadableFile } from "./small-file";

/**
 * Reads the env file and decides what becomes of each line.
 *
 * @throws Error that names the file, and the line if it is the fault of one
 */
export async function readPlan({ file: path, stack }: Options): Promise<{ file: EnvFile; plan: Plan }> {
    try {
        const file = parseEnvFile(readSmallFile(path), process.env);
        const keyFile = (named: string): ReturnType<typeof readKeyFile> => readKeyFile(path, named);
        const plan = await planOf(file, { stack: stack.split("/").at(-1) as string, resolves, keyFile });
        return { file, plan };
    } catch (error) {
        if (error instanceof UnreadableFile) {
            throw new Error(printableLines(`${path} cannot be read: ${error.message}`), { cause: error });
        }
        if (error instanceof BadEnvFile) {
            throw new Error(printableLines(`${path}, ${error.message}. Nothing was written.`), { cause: error });
        }
        throw error;
    }
}

async function resolves(host: string): Promise<boolean> {
    return lookup(host).then(
        () => true,
        () => false,
    );
}
