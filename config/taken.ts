import { refuseWrongLogin } from "./registry-login";
import { type Settings } from "./settings";
import { refuseTakenPorts } from "./taken-ports";
import { refuseUnknownToState } from "./unknown-to-state";

/**
 * Refuses what Docker would find out in the middle of an update: ports, or names of containers and networks, that are taken, and a registry's
 * wrong login.
 *
 * @throws RunError that names what is taken or wrong, and the command that fixes it
 */
export async function refuseTaken(settings: Settings): Promise<void> {
    await Promise.all([
        refuseTakenPorts(settings),
        refuseUnknownToState(settings.docker, settings.workers),
        refuseWrongLogin(settings.imageRegistry),
    ]);
}
