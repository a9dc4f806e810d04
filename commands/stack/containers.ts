import { nameOf, networkName, networks } from "../../components/docker/names";
import { docker } from "./docker";
import { type Stack, startCommand } from "./stack";

/** A container of a stack. */
export interface StackContainer {
    /** The full name. */
    name: string;
    /** What it is, without the suffix: `airflow-scheduler`, `dbt`, … */
    role: string;
    kind: "service" | "job";
    running: boolean;
    /** In Docker's words: `Up 3 hours (healthy)`. */
    status: string;
    /** As the last probe of its health check found it. */
    healthy: boolean;
}

const format = [
    "{{.Names}}",
    '{{.Label "airflow-dbt.role"}}',
    '{{.Label "airflow-dbt.kind"}}',
    "{{.State}}",
    "{{.Status}}",
    "{{.Networks}}",
].join("\t");

/** All containers of the stack, running or not. */
export function containers(stack: Stack): StackContainer[] {
    const label = `label=airflow-dbt.stack=${stack.name.split("/").at(-1)}`;
    return ownContainers(stack, docker(stack, ["ps", "--all", "--filter", label, "--format", format]));
}

/** Those of the listed containers that belong to this copy: the label has only the stack's name, but the networks are the copy's own. */
export function ownContainers({ suffix }: Stack, listed: string): StackContainer[] {
    const own = networks.map((network) => networkName(suffix, network));
    return listed
        .split("\n")
        .map((line) => line.split("\t"))
        .filter(([, , , , , joined = ""]) => joined.split(",").some((name) => own.includes(name)))
        .map(([name, role, kind, state, status]) => {
            return {
                name,
                role,
                kind: kind as StackContainer["kind"],
                running: state === "running",
                status,
                healthy: status.endsWith("(healthy)"),
            };
        });
}

/** The name of the one running container of a role; throws with the command that starts it. */
export function runningContainer(stack: Stack, role: string): string {
    const container = containers(stack).find((each) => each.role === role);
    if (!container?.running) {
        throw new Error(
            `${nameOf(role, stack.suffix)} of the stack ${stack.name} is not running. Start the stack: ${startCommand(stack)}`,
        );
    }
    return container.name;
}
