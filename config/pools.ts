import { closest } from "fastest-levenshtein";
import { type AirflowPool } from "../components/airflow/airflow-connections";
import { object } from "./maps";
import { BadValue } from "./values";

const fields = ["slots", "description", "include_deferred"];

/**
 * Reads Airflow's pools: each is its number of slots, or an object in the format of `airflow pools import`.
 *
 * @throws BadValue with the first entry that Airflow would not take
 */
export function pools(text: string): Record<string, AirflowPool> {
    return Object.fromEntries(Object.entries(object(text)).map(([name, value]) => [name, pool(name, value)]));
}

function pool(name: string, value: unknown): AirflowPool {
    if (!/^[\w.-]{1,250}$/.test(name)) {
        throw new BadValue("one of the names cannot be used: use letters, digits and _ . -");
    }
    const given = (typeof value === "object" && value !== null ? value : { slots: value }) as Record<string, unknown>;
    const unknown = Object.keys(given).find((field) => !fields.includes(field));
    if (unknown !== undefined) {
        throw new BadValue(
            `pool ${name} has the field ${unknown}, which pools do not have; the closest is ${closest(unknown, fields)}`,
        );
    }
    const { slots, description, include_deferred: includeDeferred } = given;
    if (typeof slots !== "number" || !Number.isInteger(slots) || slots < -1 || slots > 1_000_000) {
        throw new BadValue(`pool ${name} needs slots: a whole number, or -1 for any number of tasks`);
    }
    if (description !== undefined && typeof description !== "string") {
        throw new BadValue(`pool ${name} has a description that is no text`);
    }
    if (includeDeferred !== undefined && typeof includeDeferred !== "boolean") {
        throw new BadValue(`pool ${name} has an include_deferred other than true or false`);
    }
    return given as unknown as AirflowPool;
}
