import { type AirflowConnection } from "../components/airflow/airflow-connections";
import { BadValue, connectionId } from "./values";

/** Environment variables: values are one line, and Airflow's own secrets have settings of their own. */
export function variables(text: string): Record<string, string> {
    const entries = Object.entries(object(text)).map(([name, value]) => {
        if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
            throw new BadValue(
                `"${name}" is no name of an environment variable: use letters, digits and underscores, no digit first`,
            );
        }
        const line = typeof value === "object" ? undefined : String(value);
        if (line === undefined || /[\r\n\0]/.test(line)) {
            throw new BadValue(`the value of ${name} must be one line of text`);
        }
        return [name, line] as const;
    });
    return Object.fromEntries(entries);
}

export function connections(text: string): Record<string, AirflowConnection> {
    return Object.fromEntries(
        Object.entries(object(text)).map(([id, value]) => {
            connectionId(id);
            if (
                typeof value === "string"
                    ? !/^[\w.+-]+:\/\//.test(value)
                    : typeof (value as { conn_type?: unknown } | null)?.conn_type !== "string"
            ) {
                throw new BadValue(
                    `connection ${id} must be a URI such as postgres://user:password@host/database, or an object with conn_type`,
                );
            }
            return [id, value as AirflowConnection];
        }),
    );
}

type Plain = string | number | boolean | object | null;

function object(text: string): Record<string, Plain> {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
        throw new BadValue("it must be an object: names with values");
    }
    return value as Record<string, Plain>;
}
