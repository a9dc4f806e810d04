import {
    AnalyzeRequest,
    AnalyzerResourceOptions,
    type RemediateResponse,
    type AnalyzeResponse,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { type ResourceValidationPolicy } from "@pulumi/policy";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { type Registered } from "../../tools/mocked/registered";

/** A secret as the engine sends it. */
export const secret = (value: unknown) => ({
    "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
    value,
});

/** What the engine sends for a value that is not known before the update. */
export const notYetKnown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

type Answer<T> = (
    call: { request: AnalyzeRequest },
    callback: (error: Error | undefined, response?: T) => void,
) => void;
type Make<T> = (pack: string, version: string, level: string, rules: ResourceValidationPolicy[]) => Answer<T>;

// What the policy SDK answers the engine with: it is not exported for others, but a rule sees a resource only through it.
// eslint-disable-next-line @typescript-eslint/no-require-imports
const sdk = require("@pulumi/policy/server") as {
    makeAnalyzeRpcFun: Make<AnalyzeResponse>;
    makeRemediateRpcFun: Make<RemediateResponse>;
};

/** Shows a resource to rules as the engine does, and gives what they find, each with the name of its rule and its level. */
export async function violations(
    rules: ResourceValidationPolicy[],
    resource: Registered,
    inputs = resource.inputs,
): Promise<string[]> {
    const request = new AnalyzeRequest();
    request.setType(resource.type);
    request.setName(resource.name);
    request.setUrn(resource.urn);
    request.setOptions(new AnalyzerResourceOptions());
    const marked = Object.entries(inputs).map(
        ([name, value]) =>
            [name, value !== undefined && resource.secretInputs.includes(name) ? secret(value) : value] as const,
    );
    // Undefined inputs are none, to the engine as in JSON.
    request.setProperties(
        Struct.fromJavaScript(
            JSON.parse(JSON.stringify(Object.fromEntries(marked))) as Parameters<typeof Struct.fromJavaScript>[0],
        ),
    );
    const remediated = await answer(sdk.makeRemediateRpcFun("pack", "1.0.0", "mandatory", rules), request);
    if (remediated.getRemediationsList().length > 0) {
        throw new Error("a rule changed the resource, or could not run");
    }
    const analyzed = await answer(sdk.makeAnalyzeRpcFun("pack", "1.0.0", "mandatory", rules), request);
    return analyzed
        .getDiagnosticsList()
        .map(
            (found) =>
                `[${["advisory", "mandatory"][found.getEnforcementlevel()]}] ${found.getPolicyname()}: ${found.getMessage()}`,
        );
}

function answer<T>(ask: Answer<T>, request: AnalyzeRequest): Promise<T> {
    return new Promise((resolve, reject) =>
        ask({ request }, (error, response) => (error ? reject(error) : resolve(response as T))),
    );
}
