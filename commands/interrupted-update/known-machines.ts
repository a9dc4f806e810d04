import { type Stack } from "../stack/stack";
import { type Deployment } from "./recorded-state";

/**
 * Those of the machines on which the stack has something, or an update had begun to make it: the state has a provider for the engine, which
 * comes before all that is there. On another one, containers with this copy's names are those of a stack that works.
 */
export function knownMachines([own, ...others]: Stack[], { resources = [] }: Deployment): Stack[] {
    const engines = resources
        .filter(({ type }) => type === "pulumi:providers:docker")
        .map(({ inputs }) => inputs?.host as string | undefined);
    return [own, ...others.filter(({ dockerHost }) => engines.includes(dockerHost))];
}
