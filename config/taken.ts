import { type Settings } from "./settings";
import { refuseTakenPorts } from "./taken-ports";
import { refuseUnknownToState } from "./unknown-to-state";

/**
 * Refuses what Docker would find out in the middle of an update: ports, or names of containers and networks, that are taken.
 *
 * @throws RunError that names what is taken, and the command that fixes it
 */
export async function refuseTaken(settings: Settings): Promise<void> {
    await Promise.all([refuseTakenPorts(settings), refuseUnknownToState(settings.docker)]);
}
