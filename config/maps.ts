import { BadValue } from "./values";

type Plain = string | number | boolean | object | null;

/** The value of a setting that is a map. */
export function object(text: string): Record<string, Plain> {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
        throw new BadValue("it must be an object: names with values");
    }
    return value as Record<string, Plain>;
}
