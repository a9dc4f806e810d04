import * as pulumi from "@pulumi/pulumi";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";
import { computedOutputs } from "./computed-outputs";
import { holdsSecret, opened } from "./secret-values";

/** A resource that the program asked the engine to register. */
export interface Registered {
    type: string;
    name: string;
    /** Inputs, with secrets decrypted. */
    inputs: Record<string, unknown>;
    /** Names of the top-level inputs that are or hold a secret. */
    secretInputs: string[];
    /** Name of the parent resource. */
    parent: string;
    /** Names of the resources that it depends on. */
    dependencies: string[];
    /** URNs of these resources and of the provider. */
    waitsFor: string[];
    /** URNs of the resources whose outputs an input contains. If one of them is deleted before it is replaced, this one may be replaced too. */
    valuesOf: string[];
    urn: string;
    deleteBeforeReplace: boolean;
    protect: boolean;
    /** Inputs of which the state's value stays. */
    ignoreChanges: string[];
    /** A different value makes the engine replace the resource. */
    replacementTrigger: unknown;
    additionalSecretOutputs: string[];
    /** Outputs, including the inputs, with secrets decrypted. */
    outputs: Record<string, unknown>;
}

/** The parts of the engine's request that are used here; Pulumi's own type is internal. */
interface Request {
    getType(): string;
    getName(): string;
    getParent(): string;
    getDependenciesList(): string[];
    getPropertydependenciesMap(): { forEach(look: (dependencies: { getUrnsList(): string[] }) => void): void };
    getProvider(): string;
    getDeletebeforereplace(): boolean;
    getProtect(): boolean;
    getIgnorechangesList(): string[];
    getReplacementTrigger(): { toJavaScript(): unknown } | undefined;
    getAdditionalsecretoutputsList(): string[];
    getObject(): { toJavaScript(): Record<string, unknown> };
}

type Answer = Pick<Request, "getObject"> & { getUrn(): string };
type RegisterResource = (request: Request, callback: (error: unknown, answer?: Answer) => void) => Promise<void>;

/** Runs a part of a program under mocks, and returns the resources that it registered. */
export async function registered<T>(
    build: () => T | Promise<T>,
    stack = "local",
): Promise<{ resources: Registered[]; result: T }> {
    const resources: Registered[] = [];
    await pulumi.runtime.setMocks(
        {
            newResource: (args) => {
                const inputs = args.inputs as Record<string, unknown>;
                return { id: `id-of-${args.name}`, state: { ...inputs, ...computedOutputs[args.type]?.(args.name) } };
            },
            call: (args) => args.inputs as Record<string, unknown>,
        },
        "airflow-dbt",
        stack,
        false,
        // The program asks for it if the developer's own stack runs on this machine.
        "organization",
    );
    // Without jest's spies: `npm run docs` uses this as well.
    const monitor = MockMonitor.prototype as unknown as { registerResource: RegisterResource };
    const original = monitor.registerResource;
    monitor.registerResource = function (request, callback) {
        const resource = read(request);
        resources.push(resource);
        return original.call(this, request, (error, answer) => {
            resource.urn = answer?.getUrn() ?? "";
            resource.outputs = answer ? (opened(answer.getObject().toJavaScript()) as Record<string, unknown>) : {};
            callback(error, answer);
        });
    };
    try {
        const result = await build();
        await pulumi.runtime.disconnect();
        return { resources, result };
    } finally {
        monitor.registerResource = original;
    }
}

/** The only resource with that type and name. */
export function only(resources: Registered[], type: string, name: string): Registered {
    const found = resources.filter((resource) => resource.type === type && resource.name === name);
    if (found.length !== 1) {
        throw new Error(
            `${found.length} resources ${type} ${name}; there are:\n${resources.map((each) => `${each.type} ${each.name}`).join("\n")}`,
        );
    }
    return found[0];
}

/** The value of an output, and whether it is secret. */
export async function settled<T>(output: pulumi.Output<T>): Promise<{ value: T; secret: boolean }> {
    const value = await new Promise<T>((resolve) => pulumi.all([output]).apply(([known]) => resolve(known as T)));
    return { value, secret: await pulumi.isSecret(output) };
}

function read(request: Request): Registered {
    const raw = request.getObject().toJavaScript();
    const valuesOf: string[] = [];
    request.getPropertydependenciesMap().forEach((dependencies) => valuesOf.push(...dependencies.getUrnsList()));
    return {
        type: request.getType(),
        name: request.getName(),
        inputs: opened(raw) as Record<string, unknown>,
        secretInputs: Object.keys(raw).filter((key) => holdsSecret(raw[key])),
        parent: lastPart(request.getParent()),
        dependencies: request.getDependenciesList().map(lastPart),
        // A provider reference consists of its URN and id.
        waitsFor: [...request.getDependenciesList(), request.getProvider().replace(/::[^:]*$/, "")],
        valuesOf,
        urn: "",
        deleteBeforeReplace: request.getDeletebeforereplace(),
        protect: request.getProtect(),
        ignoreChanges: request.getIgnorechangesList(),
        replacementTrigger: request.getReplacementTrigger()?.toJavaScript(),
        additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
        outputs: {},
    };
}

function lastPart(urn: string): string {
    return urn.split("::").at(-1) ?? "";
}
