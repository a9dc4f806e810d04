import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pulumiOutput } from "../pulumi/run-pulumi";
import { type SetUp } from "../set-up/set-up";
import { type Stack } from "../stack/stack";
import { backendFolder, PROJECT } from "./stale-lock";

/** What Pulumi has noted about a stack. */
export interface RecordedState {
    /** IDs of all resources, as their plugins gave them. */
    ids: Set<string>;
    /** Whether an operation began of which the end is not noted. */
    pending: boolean;
}

/** A stack's state, in Pulumi's words. */
export interface Deployment {
    resources?: RecordedResource[];
    pending_operations?: PendingOperation[] | null;
}

/** What an update had begun when it was interrupted. */
export interface PendingOperation {
    type: "creating" | "updating" | "deleting" | "reading" | "importing";
    resource: { type: string; inputs?: Record<string, unknown> };
}

/** One of its resources. */
export interface RecordedResource {
    urn: string;
    type: string;
    /** Components have none. */
    id?: string;
    /** Whether another has replaced it, and it is still to be deleted. */
    delete?: boolean;
    /** When it was created, as in ISO 8601. */
    created?: string;
    replacementTrigger?: unknown;
    inputs?: Record<string, unknown>;
    outputs?: Record<string, unknown>;
    deletedWith?: string;
    dependencies?: string[];
    propertyDependencies?: Record<string, string[] | null>;
}

/** What a state says of resources and of operations that did not end. */
export function recordedIn({ resources = [], pending_operations: pending }: Deployment): RecordedState {
    const ids = resources.flatMap(({ id }) => (id === undefined ? [] : [id]));
    return { ids: new Set(ids), pending: (pending ?? []).length > 0 };
}

/** Reads the state; from a file backend directly, which takes no half second. */
export function deploymentOf(ready: SetUp, { name }: Stack): Deployment {
    const folder = backendFolder(ready);
    if (folder === undefined) {
        const exported = pulumiOutput(ready, ["stack", "export", "--stack", name]);
        return (JSON.parse(exported) as { deployment: Deployment }).deployment;
    }
    const file = join(folder, "stacks", PROJECT, `${name.split("/").at(-1)}.json`);
    const state = existsSync(file)
        ? (JSON.parse(readFileSync(file, "utf8")) as { checkpoint: { latest?: Deployment } })
        : undefined;
    return state?.checkpoint.latest ?? {};
}
