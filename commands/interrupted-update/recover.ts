import { pulumiOutput } from "../pulumi/run-pulumi";
import { type SetUp } from "../set-up/set-up";
import { type Stack } from "../stack/stack";
import { removeLeftovers } from "./leftovers";
import { endOrphanedProcesses } from "./orphaned-processes";
import { type Deployment, recordedIn } from "./recorded-state";
import { backendFolder, backendUrl, PROJECT, staleLock } from "./stale-lock";

/** What was found. */
export interface Recovery {
    /** Whether an update was killed, so that the next one must compare the state with what exists. */
    interrupted: boolean;
    /** Whether the stack has resources, or had begun to. If not, this may be the wrong backend, and the containers those of a stack that works. */
    exists: boolean;
}

/**
 * Recovers from an update that was killed: ends the processes that it left, unlocks the stack, and removes what it created without
 * noting it.
 *
 * @param machines those that answer, and on which the stack has something
 * @param deployment the stack's state
 * @throws Error if an update is running
 */
export function recoverInterruptedUpdate(
    ready: SetUp,
    stack: Stack,
    machines: Stack[],
    deployment: Deployment,
): Recovery {
    const wasLocked = unlock(ready, stack);
    const state = recordedIn(deployment);
    const exists = wasLocked || state.ids.size > 0;
    const removed = exists && machines.map((machine) => removeLeftovers(machine, state.ids)).some(Boolean);
    return { interrupted: wasLocked || removed || state.pending, exists };
}

/** Only for state in a folder of this machine; any other backend says itself who holds a lock. */
function unlock(ready: SetUp, stack: Stack): boolean {
    const folder = backendFolder(ready);
    if (folder === undefined) {
        return false;
    }
    const owner = staleLock(folder, PROJECT, stack.name.split("/").at(-1) as string);
    const ended = endOrphanedProcesses(backendUrl(ready));
    if (ended > 0) {
        console.log(`• ended ${ended} processes that a killed update left`);
    }
    if (owner !== undefined) {
        console.log(`• the last update of ${stack.name} did not end (${owner}): unlocking the stack`);
        pulumiOutput(ready, ["cancel", "--yes", "--stack", stack.name]);
    }
    return owner !== undefined;
}
