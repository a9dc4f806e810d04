import * as pulumi from "@pulumi/pulumi";
import { docker } from "../components/docker/docker-cli";
import { type DockerHostArgs } from "../components/docker/host";
import { nameOf, networkName, networks } from "../components/docker/names";
import { userError } from "../components/user-error";

/**
 * Refuses to update a stack while containers or networks with its names exist that its state does not have: an update was interrupted,
 * or they are another checkout's. Docker would refuse to create them again, in the middle of the update.
 *
 * @throws RunError that names them, and the command that removes them
 */
export async function refuseUnknownToState({ address, suffix }: DockerHostArgs): Promise<void> {
    const found = new Map(
        (await Promise.all([containersNamedFor(address, suffix), networksNamedFor(address, suffix)])).flat(),
    );
    const known = found.size > 0 ? await idsInState() : undefined;
    const unknown = [...found].filter(([id]) => known !== undefined && !known.has(id)).map(([, name]) => name);
    if (unknown.length > 0) {
        throw userError(
            `The Docker engine has these already, and this stack's state does not; nothing was changed.\n` +
                `${unknown.map((name) => `  ${name}\n`).join("")}` +
                `If an update was interrupted, run this, which removes them and finishes the update:\n` +
                `      npm start -- --stack ${pulumi.getStack()}\n` +
                `If they are another checkout's, choose another suffix:\n` +
                `      pulumi config set containerSuffix <another> --stack ${pulumi.getStack()}`,
        );
    }
}

/** ID and name of the containers that have the stack's label and a name that this copy gives. */
async function containersNamedFor(engine: string | undefined, suffix: string): Promise<[string, string][]> {
    const format = '{{.ID}}\t{{.Names}}\t{{.Label "airflow-dbt.role"}}';
    const lines = await listed(engine, ["ps", "--all", "--format", format]);
    return lines.filter(([, name, role]) => role && name === nameOf(role, suffix)).map(([id, name]) => [id, name]);
}

/** ID and name of the networks that have the stack's label and a name that this copy gives. */
async function networksNamedFor(engine: string | undefined, suffix: string): Promise<[string, string][]> {
    const lines = await listed(engine, ["network", "ls", "--format", "{{.ID}}\t{{.Name}}"]);
    const own = networks.map((network) => networkName(suffix, network));
    return lines.filter(([, name]) => own.includes(name)).map(([id, name]) => [id, name]);
}

/** The fields of each line. An engine that does not answer is reported by the first resource. */
async function listed(engine: string | undefined, words: string[]): Promise<string[][]> {
    const own = ["--no-trunc", "--filter", `label=airflow-dbt.stack=${pulumi.getStack()}`];
    const printed = await docker(engine, [...words, ...own]).catch(() => "");
    return printed.split("\n").map((line) => line.split("\t"));
}

/** IDs of the resources that the state has, or undefined if the Pulumi engine does not tell. */
async function idsInState(): Promise<Set<string> | undefined> {
    const stackName = [pulumi.getOrganization(), pulumi.getProject(), pulumi.getStack()].join("/");
    try {
        // A StackReference gives the outputs of the stack alone, not of its resources.
        const read = "pulumi:pulumi:readStackResourceOutputs";
        const { outputs } = (await pulumi.runtime.invoke(read, { stackName })) as {
            outputs: Record<string, { outputs: { id?: string } }>;
        };
        return new Set(Object.values(outputs).flatMap(({ outputs: { id } }) => (id === undefined ? [] : [id])));
    } catch {
        return undefined;
    }
}
