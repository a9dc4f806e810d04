import * as pulumi from "@pulumi/pulumi";
import { type Worker } from "../components/airflow/executors";
import { docker } from "../components/docker/docker-cli";
import { type DockerHostArgs } from "../components/docker/host";
import { listCommand, type Listed, type ListedKind, ownListed } from "../components/docker/listed";
import { userError } from "../components/user-error";

/** The stack's own engine, and what ends the names that it gives. */
type Engine = Pick<DockerHostArgs, "suffix" | "address">;

/**
 * Refuses to update a stack while containers or networks with its names exist that its state does not have: an update was interrupted,
 * or they are another checkout's. Docker would refuse to create them again, in the middle of the update. The machines of workers are asked
 * as well.
 *
 * @throws RunError that names them, and the command that removes them
 */
export async function refuseUnknownToState({ suffix, address }: Engine, workers: Worker[]): Promise<void> {
    const engines = new Set([address, ...workers.flatMap((worker) => worker.docker ?? [])]);
    const onEngine = async (engine: string | undefined) => {
        const listed = await Promise.all([own("containers", suffix, engine), own("networks", suffix, engine)]);
        const where = engine === address ? "" : ` on ${engine}`;
        return listed.flat().map(({ id, name }) => ({ id, name: `${name}${where}` }));
    };
    const found = (await Promise.all([...engines].map(onEngine))).flat();
    const known = found.length > 0 ? await idsInState() : undefined;
    const unknown = found.filter(({ id }) => known !== undefined && !known.has(id));
    if (unknown.length > 0) {
        throw userError(
            `The Docker engine has these already, and this stack's state does not; nothing was changed.\n` +
                `${unknown.map(({ name }) => `  ${name}\n`).join("")}` +
                `If an update was interrupted, run this, which removes them and finishes the update:\n` +
                `      npm start -- --stack ${pulumi.getStack()}\n` +
                `If they are another checkout's, choose another suffix:\n` +
                `      pulumi config set containerSuffix <another> --stack ${pulumi.getStack()}`,
        );
    }
}

/** An engine that does not answer is reported by the first resource. */
async function own(kind: ListedKind, suffix: string, address: string | undefined): Promise<Listed[]> {
    const printed = await docker(address, listCommand(kind, pulumi.getStack())).catch(() => "");
    return ownListed(kind, printed, suffix);
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
