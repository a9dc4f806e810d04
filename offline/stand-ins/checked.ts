/** The answer to a check of inputs. */
import * as provider from "@pulumi/pulumi/proto/provider_pb";
import type { Properties } from "./resource";
import { struct } from "./values";

export function checked(inputs: Properties, failures: Record<string, string>): provider.CheckResponse {
    const response = new provider.CheckResponse();
    response.setInputs(struct(inputs));
    for (const [property, reason] of Object.entries(failures)) {
        const failure = new provider.CheckFailure();
        failure.setProperty(property);
        failure.setReason(reason);
        response.addFailures(failure);
    }
    return response;
}
