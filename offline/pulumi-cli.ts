/** The Pulumi CLI and its Node language host, built from their Go modules. */
import { chmodSync, copyFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { type Offline } from "../commands/set-up/offline";
import { project } from "../commands/set-up/places";
import { CLI } from "../commands/set-up/versions";
import { buildName, type Go, goBuild, type Recipe } from "./go-build";

/** The newest Node language host that Go module mirrors serve. */
const LANGUAGE_HOST = "3.60.0";
const LANGUAGE_PROGRAM = "pulumi-language-nodejs";

const cli: Recipe = {
    module: "cli",
    program: "pulumi",
    package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    variables: { "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version": CLI },
};

const languageHost: Recipe = {
    module: "language-host",
    program: LANGUAGE_PROGRAM,
    package: `github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/${LANGUAGE_PROGRAM}`,
    variables: { "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version": LANGUAGE_HOST },
};

export const pulumiCli: Offline["pulumiCli"] = {
    key: () => [cli, languageHost].map(buildName).join(" "),
    build: async () => [await goBuild(languageHost, addScripts), await goBuild(cli)],
};

/** Dynamic resources and policy packs are started by scripts beside the language host. */
async function addScripts(folder: string, go: Go): Promise<void> {
    const sources = join(project, "offline", "go", "language-host");
    const module = await go(["list", "-m", "-f", "{{.Dir}}", "github.com/pulumi/pulumi/sdk/v3"], sources);
    for (const script of ["pulumi-resource-pulumi-nodejs", "pulumi-analyzer-policy"]) {
        copyFileSync(join(module, "nodejs", "dist", script), join(folder, script));
        chmodSync(join(folder, script), 0o755);
    }
    renameSync(join(folder, LANGUAGE_PROGRAM), join(folder, "language-host-nodejs"));
    copyFileSync(join(sources, "with-options.sh"), join(folder, LANGUAGE_PROGRAM));
    chmodSync(join(folder, LANGUAGE_PROGRAM), 0o755);
}
