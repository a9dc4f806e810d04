/**
 * What is wrong with the URI of a connection, worded to follow its id; undefined if Airflow can read it. The URI is secret: nothing of it
 * is in the text. As Connection._parse_from_uri and Python's urlsplit read it:
 * https://airflow.apache.org/docs/apache-airflow/stable/howto/connection.html#uri-format
 */
export function uriProblem(uri: string): string | undefined {
    const [, scheme, rest] = /^([\w.+-]+):\/\/(.*)$/s.exec(uri) ?? [];
    if (scheme === undefined) {
        return uri.trimStart().startsWith("{")
            ? "is JSON in a text: write it as an object, or as a URI"
            : "must be a URI such as postgres://user:password@host/database, or an object with conn_type";
    }
    if (!/^[A-Za-z][A-Za-z0-9.+-]*$/.test(scheme)) {
        return "has a bad scheme: it begins with a letter, and has - where the connection type has _";
    }
    // The host of an HTTP connection may have a scheme of its own: http://https://example.com.
    const [, , address] = /^([A-Za-z][A-Za-z0-9.+-]*):\/\/(.*)$/s.exec(rest) ?? ["", "", rest];
    if (address.includes("://")) {
        return "has :// too often: in a password, path or query it must be percent-encoded, as %3A%2F%2F";
    }
    return addressProblem(address) ?? extraProblem(address);
}

function addressProblem(address: string): string | undefined {
    const authority = /^[^/?#]*/.exec(address)?.[0] ?? "";
    const at = authority.lastIndexOf("@") + 1;
    const place = /^(?:\[[\da-f:.]+\]|[^:[\]]*)(?::(.*))?$/is.exec(authority.slice(at));
    if (place === null || /[[\]]/.test(authority.slice(0, at))) {
        return `has a host that cannot be read: ${encoding}`;
    }
    const port = place[1] || undefined;
    return port === undefined || isPort(port)
        ? undefined
        : `has a port that is no whole number from 1 to 65535: ${encoding}`;
}

/** Whether a value, as text, is the number of a port. */
export function isPort(text: string): boolean {
    return /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65535;
}

const encoding = "in a user name or password, / ? # @ : [ ] must be percent-encoded, a slash as %2F";

function extraProblem(address: string): string | undefined {
    const query = /\?([^#]*)/.exec(address)?.[1];
    const extra = new URLSearchParams(query).get("__extra__");
    return extra && !isJsonObject(extra) ? "has an __extra__ that is no JSON object" : undefined;
}

/** Whether a value is an object, or JSON of one. */
export function isJsonObject(value: unknown): boolean {
    if (typeof value !== "string") {
        return typeof value === "object" && value !== null && !Array.isArray(value);
    }
    try {
        const parsed: unknown = JSON.parse(value);
        return typeof parsed !== "string" && isJsonObject(parsed);
    } catch {
        return false;
    }
}
