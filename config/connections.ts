import { closest } from "fastest-levenshtein";
import { type AirflowConnection } from "../components/airflow/airflow-connections";
import { isJsonObject, isPort, uriProblem } from "./connection-uri";
import { object } from "./maps";
import { type SettingsReader } from "./reader";
import { BadValue, connectionId, isConnectionId } from "./values";

/** What `airflow connections import` takes. */
const texts = ["host", "login", "password", "schema", "description"];
const fields = ["conn_type", "conn_id", "port", "extra", "extra_dejson", ...texts];

/**
 * Reads Airflow connections. Their values are secret, so messages name only ids and fields.
 *
 * @throws BadValue with the problem of each that Airflow could not read
 */
export function connections(text: string): Record<string, AirflowConnection> {
    const given = object(text);
    const problems = Object.entries(given).flatMap(([id, value]) => {
        // What is no id may be a secret in the wrong place.
        if (!isConnectionId(id)) {
            return ["one of the ids is none: use letters, digits and _ . -"];
        }
        const problem = typeof value === "string" ? uriProblem(value) : objectProblem(id, value);
        return problem === undefined ? [] : [`connection ${id} ${problem}`];
    });
    if (problems.length > 0) {
        throw new BadValue(problems.join("; "));
    }
    return given as Record<string, AirflowConnection>;
}

/** Two connections of one id would be one: DAGs would not reach dbt, or not the other. */
export function readSshConnectionId(reader: SettingsReader): string {
    const id = reader.value("sshConnectionId", connectionId);
    const own = ["analytics", "source", "source_owner"].includes(id);
    if (own || reader.namesIn("connections").includes(id)) {
        reader.refuse(
            "sshConnectionId",
            `${id} is the id of ${own ? "another connection of the stack" : "a connection in the setting connections"} as well`,
            own || id !== "dbt_ssh" ? "pulumi config rm sshConnectionId" : `pulumi config rm --path connections.${id}`,
        );
    }
    return id;
}

function objectProblem(id: string, value: unknown): string | undefined {
    const connection = (Array.isArray(value) ? undefined : value) as Record<string, unknown> | null | undefined;
    if (typeof connection?.conn_type !== "string" || connection.conn_type === "") {
        return "must be a URI such as postgres://user:password@host/database, or an object with conn_type";
    }
    const unknown = Object.keys(connection).find((name) => !fields.includes(name));
    if (unknown !== undefined) {
        return /^[A-Za-z_]{1,30}$/.test(unknown)
            ? `has the field ${unknown}, which Airflow does not know; the closest is ${closest(unknown, fields)}, and fields of the type's own belong in extra`
            : `has a field that Airflow does not know: it knows ${fields.join(", ")}`;
    }
    if (connection.conn_id !== undefined && connection.conn_id !== id) {
        return "has another conn_id: leave it out";
    }
    return fieldProblem(connection);
}

function fieldProblem(connection: Record<string, unknown>): string | undefined {
    const { port, password, extra, extra_dejson: dejson } = connection;
    if (!isEmpty(port) && !(isText(port) && isPort(String(port)))) {
        return "has a port that is none: it must be a whole number from 1 to 65535";
    }
    const notText = texts.find((name) => !isEmpty(connection[name]) && !isText(connection[name]));
    if (notText !== undefined || typeof password === "number") {
        return `has a ${notText ?? "password"} that is no text: put it in quotes`;
    }
    if (extra !== undefined && dejson !== undefined) {
        return "has both extra and extra_dejson: leave one out";
    }
    const isObject = [extra, dejson].every((each) => isEmpty(each) || isJsonObject(each));
    return isObject ? undefined : "has an extra that is no JSON object";
}

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === "";
const isText = (value: unknown): boolean => typeof value === "string" || typeof value === "number";
