/** Properties as the protocol carries them. */
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Properties } from "./resource";

/** The key by which Pulumi marks a value as special, such as a secret. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";

/** A provider's own settings; those that are no text stand in the text as JSON. */
export function settings(values: Struct | undefined): Properties {
    return Object.fromEntries(Object.entries(properties(values)).map(([name, value]) => [name, unwrapped(value)]));
}

/** The settings come before the provider can say that it takes no secrets: a secret one is a small object around the value. */
function unwrapped(value: unknown): unknown {
    return typeof value === "object" && value !== null && SIGNATURE in value
        ? unwrapped((value as Properties).value)
        : value;
}

export function properties(values: Struct | undefined): Properties {
    return values?.toJavaScript() ?? {};
}

export function struct(values: Properties): Struct {
    // Through JSON, which drops what is undefined: the protocol has no such value.
    return Struct.fromJavaScript(JSON.parse(JSON.stringify(values)) as ReturnType<Struct["toJavaScript"]>);
}
