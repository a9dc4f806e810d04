import { type Draft } from "./draft";
import { nameOf } from "./plan";

/** The names that Docker Desktop gives the Docker host in containers. */
const dockerHost = /\b(?:host|gateway)\.docker\.internal\b/i;

/** Advises on connections and variables with such a name, which the containers of a stack do not know. */
export function adviseOnDockerHost(draft: Draft): void {
    for (const { line, from, to } of draft.carried(["connections", "variables"])) {
        const found = dockerHost.exec(to.value)?.[0];
        if (found !== undefined) {
            draft.advise(
                `line ${line}, ${from} (${nameOf(to)}): containers of the stack do not know ${found}. Replace it in that line with the Docker host's address in the network, for example 192.0.2.10, and import the file again; what listens there must listen on that address, not only on 127.0.0.1`,
            );
        }
    }
}
