/** Installs everything that the program needs on this machine. Safe to run again, and silent when nothing is missing. */
import { dirname } from "node:path";
import { baseImages } from "./base-image";
import { chosenEngine, dockerEngine } from "./docker-engine";
import { gcpPackage } from "./gcp";
import { userHomeEnvironment } from "./own-pulumi-home";
import { plugins, type Plugins } from "./plugins";
import { say } from "./progress";
import { pathWith, pulumiCli } from "./pulumi-cli";
import { OFFLINE, type StandInsFor } from "./stand-ins";
import { state } from "./state";
import { CLI } from "./versions";

export interface SetUpOptions {
    /**
     * What Pulumi is needed for. `settings`: to read and write config, and to read outputs, the CLI is enough. `preview`: the plugins as
     * well. `update`: a Docker engine on this machine and the base image as well. Default: `update`.
     */
    purpose?: "settings" | "preview" | "update";
    /** Whether the stack creates a service account for BigQuery (`needsGcp` in gcp.ts). Default: false. */
    gcp?: boolean;
    /** For which stacks stand-ins may take the place of official plugins that cannot be downloaded. Default: `no stack`. */
    standIns?: StandInsFor;
}

export interface SetUp {
    /** What a process needs in its environment to run Pulumi, besides what it has. */
    environment: Record<string, string>;
    /** What is not the official download, in words. */
    standIns: string[];
    /** The Pulumi program. */
    pulumi: string;
    /** The line that makes plain `pulumi` work in a shell. */
    shell: string;
}

const PLUGINS = ["docker", "random", "tls", "postgresql"];

export async function setUp(options: SetUpOptions): Promise<SetUp> {
    const { purpose = "update", gcp = false, standIns = "no stack" } = options;
    const engine = purpose === "update" ? await dockerEngine() : chosenEngine();
    const cli = await pulumiCli();
    // The plugin's version is that of the package.
    if (gcp) {
        await gcpPackage();
    }
    const found: Plugins =
        purpose === "settings"
            ? { environment: userHomeEnvironment(), notOfficial: [] }
            : await plugins(gcp ? [...PLUGINS, "gcp"] : PLUGINS, cli.program, standIns !== "no stack");
    if (purpose === "update") {
        await baseImages();
    }
    const { environment: own, created } = state();
    const forPulumi = {
        ...own,
        ...found.environment,
        ...(standIns === "any stack" && found.notOfficial.length > 0 ? { [OFFLINE]: "1" } : {}),
    };
    const environment = {
        ...forPulumi,
        ...engine,
        PATH: pathWith(cli.program),
        PULUMI_VERSION: CLI,
        PULUMI_SKIP_UPDATE_CHECK: "true",
    };
    const shell = shellLine(forPulumi, dirname(cli.program));
    if (created) {
        say(`• For plain 'pulumi' in a shell: ${shell}`);
    }
    return {
        environment,
        standIns: [...(cli.built ? [cli.built] : []), ...found.notOfficial],
        pulumi: cli.program,
        shell,
    };
}

function shellLine(variables: Record<string, string>, folder: string): string {
    const quoted = (value: string): string =>
        /^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
    const values = Object.entries(variables).map(([name, value]) => `${name}=${quoted(value)}`);
    return ["export", `PATH=${quoted(folder)}:"$PATH"`, ...values].join(" ");
}
