/** What only a stack with BigQuery needs: the npm package @pulumi/gcp, 86 MB. `.npmrc` leaves it out of every other installation. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { alone } from "./builds";
import { run } from "./command";
import { project } from "./places";
import { step } from "./progress";
import { settingsInFile } from "../stack/stack-file";
import { packageVersion } from "./versions";

const NAME = "@pulumi/gcp";

/** Whether the stack with these settings (`Pulumi.<stack>.yaml`) makes a service account, and so needs @pulumi/gcp and its plugin. */
export function needsGcp(stackFile: string): boolean {
    const { warehouse, bigqueryCredentials } = settingsInFile(stackFile);
    const credentials = bigqueryCredentials ?? "";
    return warehouse === "bigquery" && (credentials === "" || credentials === "create");
}

/** Installs the package, with the version and the checksum of the lock file. Nothing else in `node_modules` changes. */
export async function gcpPackage(): Promise<void> {
    const { peerDependencies } = JSON.parse(readFileSync(join(project, "package.json"), "utf8")) as {
        peerDependencies: Record<string, string>;
    };
    const version = String(peerDependencies[NAME]);
    if (installed() === version) {
        return;
    }
    await alone("npm-gcp", async () => {
        if (installed() === version) {
            return;
        }
        const words = ["install", "--no-save", "--include=peer", "--no-audit", "--no-fund", "--loglevel=error"];
        await step(`installing the npm package ${NAME} ${version} (86 MB)`, () => run("npm", words, { cwd: project }));
    });
}

function installed(): string | undefined {
    return existsSync(join(project, "node_modules", NAME, "package.json")) ? packageVersion(NAME) : undefined;
}
