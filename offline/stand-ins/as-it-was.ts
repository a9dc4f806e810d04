/** What a refresh does with a resource that cannot be looked at. */
import type * as provider from "@pulumi/pulumi/proto/provider_pb";
import type { Properties, State } from "./resource";
import { tell } from "./tell";

/**
 * A refresh of what cannot be looked at keeps it as it was. The official plugin fails here, and with it the very update that
 * would start the server again, if the server is a container of the same stack. An import has no state, and does fail.
 */
export function asItWas(request: provider.ReadRequest, state: Properties): (error: Error) => State {
    return (error) => {
        const down = (error.cause as NodeJS.ErrnoException | undefined)?.code === "ECONNREFUSED";
        if (!down || Object.keys(state).length === 0) {
            throw error;
        }
        tell(`${error.message}; ${request.getId()} is taken to be as it was`);
        return { id: request.getId(), outputs: state };
    };
}
