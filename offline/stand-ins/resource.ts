/** What a stand-in says about one resource type; `protocol.ts` turns it into Pulumi's protocol. */

// Values come from the engine as JSON: any shape may arrive, and each resource reads its own.
export type Properties = Record<string, unknown>;

/** A value that is not known yet while Pulumi previews. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export interface Resource {
    /** Used where the program says nothing; the same as the official plugin's. */
    defaults: Properties;
    /** Inputs that cannot be changed in place. */
    replaceOn: string[];
    /** Whether the old one must be gone before the new one can be made. */
    deleteBeforeReplace?: boolean;
    /** Outputs that only creation tells, besides the inputs. */
    computed: string[];
    /** Named after the Pulumi resource, with a random ending, where the program gives no name. */
    autoName?: boolean;
    /** What is wrong with the inputs, by property; unknown values count as right. */
    check?(inputs: Properties): Record<string, string>;
    /** Whether two values of a property mean the same, where plain equality is too strict. */
    same?(property: string, before: unknown, after: unknown): boolean;
    /** Whether it must be replaced although nothing was changed. */
    isDue?(state: Properties): boolean;
    create(inputs: Properties): Promise<State>;
    /** Undefined when it is gone. */
    read?(id: string, state: Properties): Promise<State | undefined>;
    update?(id: string, before: Properties, inputs: Properties): Promise<Properties>;
    delete?(id: string, state: Properties): Promise<void>;
}

export interface State {
    id: string;
    outputs: Properties;
}

/** The names of the inputs whose value differs from what the resource has. */
export function changes(resource: Resource, state: Properties, inputs: Properties): string[] {
    const wanted: Properties = { ...resource.defaults, ...inputs };
    const before = Object.keys(state).filter((key) => !resource.computed.includes(key) && !key.startsWith("__"));
    const names = new Set([...before, ...Object.keys(wanted)].filter((key) => !key.startsWith("__")));
    return [...names].filter((name) => {
        const [was, will] = [state[name], wanted[name]];
        if (isEmpty(was) && isEmpty(will)) {
            return false;
        }
        return resource.same ? !resource.same(name, was, will) : !equal(was, will);
    });
}

export function equal(one: unknown, other: unknown): boolean {
    return JSON.stringify(one) === JSON.stringify(other);
}

function isEmpty(value: unknown): boolean {
    return value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);
}

/** A value as text; nothing where there is none. */
export function text(value: unknown): string {
    return typeof value === "string" ? value : value === undefined || value === null ? "" : JSON.stringify(value);
}
