/**
 * A connection as AIRFLOW_CONN_* may say it, as a URI. Airflow takes a URI or JSON there; its import of connections, and so the
 * setting `connections`, takes a string only as a URI. Written as Airflow's own Connection.get_uri does:
 * https://airflow.apache.org/docs/apache-airflow/stable/howto/connection.html#uri-format
 */
export function connectionUri(text: string): string {
    const fields = text.trimStart().startsWith("{") ? parsed(text) : undefined;
    return fields ? uri(fields) : text;
}

/** Fields of a connection, by the names of Airflow's JSON. */
type Fields = Partial<Record<"conn_type" | "host" | "login" | "password" | "schema" | "port" | "extra", unknown>>;

/** Undefined for what is no JSON: the setting's own check then says so. */
function parsed(text: string): Fields | undefined {
    try {
        const fields = JSON.parse(text) as Fields;
        return typeof fields.conn_type === "string" && fields.conn_type !== "" ? fields : undefined;
    } catch {
        return undefined;
    }
}

function uri(fields: Fields): string {
    const [login, password, port, schema] = [fields.login, fields.password, fields.port, fields.schema].map(word);
    const [protocol, host] = split(word(fields.host) ?? "");
    const type = word(fields.conn_type)?.toLowerCase().replaceAll("_", "-");
    const authority =
        login === undefined && password === undefined
            ? ""
            : `${quote(login ?? "")}${password === undefined ? "" : `:${quote(password)}`}@`;
    const place = `${quote(host)}${port === undefined ? "" : `${host === "" && authority === "" ? "@" : ""}:${port}`}`;
    const extra =
        typeof fields.extra === "object" && fields.extra !== null ? JSON.stringify(fields.extra) : word(fields.extra);
    const query = extra === undefined ? "" : `?${new URLSearchParams({ __extra__: extra }).toString()}`;
    return `${type}://${protocol}${authority}${place}${schema !== undefined ? `/${quote(schema)}` : query && "/"}${query}`;
}

/** A host may be an address such as `https://example.com`, whose protocol stands before the login. */
function split(host: string): [protocol: string, rest: string] {
    const at = host.indexOf("://");
    return at < 0 ? ["", host] : [host.slice(0, at + 3), host.slice(at + 3)];
}

function word(value: unknown): string | undefined {
    return (typeof value === "string" && value !== "") || typeof value === "number" ? String(value) : undefined;
}

/** As Python's `quote(text, safe="")`. */
function quote(text: string): string {
    return encodeURIComponent(text).replace(
        /[!'()*]/g,
        (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
    );
}
