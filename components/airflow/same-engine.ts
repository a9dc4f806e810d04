import type * as pulumi from "@pulumi/pulumi";
import { docker } from "../docker/docker-cli";

/** Where a stack's scheduler is. */
export interface SchedulerPlace {
    /** Name of its container. */
    scheduler: string;
    /** Address of the engine, as the docker command line has it. Default: the engine of this machine. */
    engine?: string;
}

/**
 * What is wrong with an engine whose address has changed: nothing, if it is the same one, or does not answer. The state would take another
 * engine to have the stack's network and volumes.
 *
 * @param olds of the state; a stack that is new, or of a release that did not note the engine, has none
 */
export async function anotherEngine(
    olds: Partial<SchedulerPlace>,
    { engine }: SchedulerPlace,
): Promise<pulumi.dynamic.CheckFailure[]> {
    const { scheduler, engine: former } = olds;
    if (scheduler === undefined || former === undefined || former === engine) {
        return [];
    }
    const list = ["ps", "--all", "--quiet", "--filter", `name=^${scheduler}$`];
    const found = await docker(engine || undefined, list).catch(() => scheduler);
    if (found !== "") {
        return [];
    }
    const [here, there] = [engine, former].map((address) => address || "the Docker engine of this machine");
    const reason =
        `${scheduler} is not on ${here}: the containers and data of this stack are on ${there}, and do not move.` +
        ` Put the setting dockerHost, or DOCKER_HOST, back and run npm start. To move the stack, run npm run destroy before the change`;
    return [{ property: "dockerHost", reason }];
}
