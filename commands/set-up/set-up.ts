/** Sees to everything that the program needs on this machine. Safe to run again, and silent when nothing is missing. */
import { baseImages } from "./base-image";
import { chosenEngine, dockerEngine } from "./docker-engine";
import { gcpPackage } from "./gcp";
import { pathWith, pulumiCli } from "./pulumi-cli";
import { plugins } from "./plugins";
import { pulumiHome } from "./places";
import { say } from "./progress";
import { state } from "./state";
import { CLI } from "./versions";

export interface SetUp {
    /** What a process needs in its environment to run Pulumi, besides what it has. */
    environment: Record<string, string>;
    /** What is not the official one, in words. */
    standIns: string[];
    /** The Pulumi program. */
    pulumi: string;
    /** The line that makes plain `pulumi` work in a shell. */
    shell: string;
}

const PLUGINS = ["docker", "random", "tls", "postgresql"];

/**
 * With `gcp`, also for a stack that makes a service account for BigQuery (`needsGcp` in gcp.ts tells whether it does). With `engine: false`,
 * all that a preview needs: no Docker engine, and no image.
 */
export async function setUp(options: { gcp?: boolean; engine?: boolean } = {}): Promise<SetUp> {
    const withEngine = options.engine ?? true;
    const engine = withEngine ? await dockerEngine() : chosenEngine();
    const cli = await pulumiCli();
    // The plugin's version is that of the package.
    if (options.gcp) await gcpPackage();
    const notOfficial = await plugins(options.gcp ? [...PLUGINS, "gcp"] : PLUGINS, cli.program);
    if (withEngine) await baseImages();
    const { environment: own, created } = state();
    const environment = {
        ...own,
        ...engine,
        PATH: pathWith(cli.program),
        PULUMI_VERSION: CLI,
        PULUMI_SKIP_UPDATE_CHECK: "true",
        ...(process.env.PULUMI_HOME ? { PULUMI_HOME: pulumiHome } : {}),
    };
    const shell = shellLine(own, cli.program);
    if (created) say(`• For plain 'pulumi' in a shell: ${shell}`);
    return { environment, standIns: [...(cli.built ? [cli.built] : []), ...notOfficial], pulumi: cli.program, shell };
}

function shellLine(own: Record<string, string>, program: string): string {
    const path = program.replace(/\/[^/]*$/, "");
    const quoted = (value: string): string =>
        /^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
    const values = Object.entries(own).map(([name, value]) => `${name}=${quoted(value)}`);
    return ["export", `PATH=${quoted(path)}:"$PATH"`, ...values].join(" ");
}
