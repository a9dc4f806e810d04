import { mkdirSync, mkdtempSync, renameSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setUp } from "../../commands/set-up/set-up";
import { fileBackend } from "../../commands/set-up/state-folder";
import { freePorts } from "./free-ports";
import { removeWhenThisEnds } from "./remains";
import { type Elsewhere } from "./stack-facts";
import { TestStack } from "./test-stack";

export interface TestStackOptions {
    /** The machine on which the containers run. Default: this one. */
    elsewhere?: Elsewhere;
    /** Whether the reverse proxy publishes its web servers. Default: only on another machine, which refuses anything else. */
    tls?: boolean;
    /** Address of this machine on which the web servers are published, and which others reach. Default: the loopback's. */
    address?: string;
    /** The stack's name. Default: its suffix, which no other stack has. */
    name?: string;
}

/**
 * Creates a stack's state and settings, but no resource. Everything is removed when this process ends, even if it is killed.
 *
 * @param what begins the suffix of its names
 */
export async function makeTestStack(
    what: string,
    { elsewhere, address, name, tls = elsewhere !== undefined }: TestStackOptions = {},
): Promise<TestStack> {
    const suffix = `${what}-${process.pid}-${Date.now().toString(36)}`;
    const folder = mkdtempSync(join(tmpdir(), "airflow-dbt-integration-"));
    mkdirSync(join(folder, "state"));
    writeFileSync(join(folder, "passphrase"), suffix, { mode: 0o600 });
    removeWhenThisEnds(suffix, folder);
    const ready = await setUp({ standIns: "any stack" });
    const environment = {
        ...ready.environment,
        PULUMI_BACKEND_URL: fileBackend(join(folder, "state")),
        PULUMI_CONFIG_PASSPHRASE_FILE: join(folder, "passphrase"),
    };
    const [apiserverPort, dbtDocsPort, postgresPort] = await freePorts(3);
    const ports = { apiserverPort, dbtDocsPort, postgresPort };
    const facts = {
        name: name ?? suffix,
        suffix,
        folder,
        pulumi: ready.pulumi,
        environment,
        ports,
        tls,
        elsewhere,
        address,
    };
    const stack = new TestStack(facts);
    await stack.expectPulumi(["stack", "init"]);
    // `stack init` can write the salt only to a file in the project.
    renameSync(`Pulumi.${stack.name}.yaml`, stack.configFile);
    await stack.set({
        containerSuffix: suffix,
        dbtTarget: "local",
        code: elsewhere ? "baked" : "mounted",
        adminPassword: "airflow",
        ...ports,
        ...(elsewhere && { dockerHost: elsewhere.dockerHost, bindAddress: elsewhere.address }),
        ...(address && { bindAddress: address }),
        ...(tls && { tls: "own-ca" }),
    });
    return stack;
}
