import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pulumiOutput } from "../pulumi/run-pulumi";
import { type SetUp } from "../set-up/set-up";
import { docker } from "../stack/docker";
import { type Stack, startCommand } from "../stack/stack";
import { type Deployment } from "../interrupted-update/recorded-state";
import { withoutMachine } from "./without-machine";

/**
 * Finds out whether the state describes a machine that is gone: the engine has none of its containers and volumes. If the user says that
 * this is a new machine, the state forgets them, and the update creates them again.
 *
 * @param deployment the stack's state
 * @param isNew whether the user says so
 * @returns the state as it is afterwards
 * @throws Error if they are all gone and the user does not say so, or if one is there and the user says so
 */
export function startOnNewMachine(ready: SetUp, stack: Stack, deployment: Deployment, isNew: boolean): Deployment {
    const known = ofType(deployment, "docker:index/container:Container", "docker:index/volume:Volume");
    if (known.length === 0) {
        return deployment;
    }
    const there = existing(stack);
    const left = known.filter(({ id }) => there.has(id));
    if (isNew && left.length > 0) {
        throw new Error(
            `${left.length} containers and volumes of the stack ${stack.name} are on this Docker engine, so it is no new machine. ` +
                `Start the stack: ${startCommand(stack)}`,
        );
    }
    if (!isNew && left.length === 0) {
        throw new Error(
            `The state of the stack ${stack.name} has ${known.length} containers and volumes, and this Docker engine has none of them.\n` +
                `If they are on another engine, set DOCKER_HOST or the setting dockerHost. If they are lost, create them again, empty:\n` +
                `${startCommand(stack, "--new-machine")}`,
        );
    }
    if (!isNew) {
        return deployment;
    }
    console.log(`• the state forgets ${known.length} containers and volumes, and what was in them; secrets stay`);
    const forgotten = withoutMachine(deployment);
    importState(ready, stack, forgotten);
    return forgotten;
}

function importState(ready: SetUp, stack: Stack, deployment: Deployment): void {
    const folder = mkdtempSync(join(tmpdir(), "airflow-dbt-state-"));
    try {
        const file = join(folder, "state.json");
        const exported = JSON.parse(pulumiOutput(ready, ["stack", "export", "--stack", stack.name])) as object;
        writeFileSync(file, JSON.stringify({ ...exported, deployment }), { mode: 0o600 });
        pulumiOutput(ready, ["stack", "import", "--stack", stack.name, "--file", file]);
    } finally {
        rmSync(folder, { recursive: true });
    }
}

function ofType({ resources = [] }: Deployment, ...types: string[]): { id: string }[] {
    return resources.filter((each): each is { urn: string; type: string; id: string } => {
        return types.includes(each.type) && each.id !== undefined;
    });
}

/** IDs of the engine's containers, and names of its volumes, which are their IDs. */
function existing(stack: Stack): Set<string> {
    const listed = [
        docker(stack, ["ps", "--all", "--quiet", "--no-trunc"]),
        docker(stack, ["volume", "ls", "--quiet"]),
    ];
    return new Set(listed.flatMap((text) => text.split("\n")));
}
