import { UsageError } from "../command-line/attempt";
import { containers, type StackContainer } from "../stack/containers";
import { askMachines } from "../stack/machines";
import { type Stack } from "../stack/stack";

/** A container, and the machine that has it. */
export interface FoundContainer {
    machine: Stack;
    name: string;
}

/**
 * Finds a container by its name or the end of it. The stack's other machines are asked only if its own has none of that name.
 *
 * @throws Error that names all containers of all machines
 */
export async function findContainer(stack: Stack, wanted: string | undefined): Promise<FoundContainer> {
    const own = containers(stack);
    const found = named(own, wanted);
    if (found !== undefined) {
        return { machine: stack, name: found.name };
    }
    const [, ...others] = (await askMachines(stack)).answering;
    const elsewhere = others.map((machine) => ({ machine, all: containers(machine) }));
    for (const { machine, all } of elsewhere) {
        const there = named(all, wanted);
        if (there !== undefined) {
            return { machine, name: there.name };
        }
    }
    const roles = new Set([...own, ...elsewhere.flatMap(({ all }) => all)].map(({ role }) => role));
    const names = [...roles].sort().join(", ") || "none";
    throw wanted
        ? new Error(`The stack ${stack.name} has no container ${wanted}. It has: ${names}`)
        : new UsageError(`Name a container. The stack ${stack.name} has: ${names}`);
}

function named(all: StackContainer[], wanted: string | undefined): StackContainer | undefined {
    return (
        all.find(({ role, name }) => role === wanted || name === wanted) ??
        all.find(({ role }) => wanted && role.endsWith(`-${wanted}`))
    );
}
