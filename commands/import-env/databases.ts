import { isIP } from "node:net";
import { type Draft } from "./draft";
import { type Surroundings } from "./surroundings";

/** What a host of the docker compose layout is: not set, one of its containers, the machine it ran on, or a separate server. */
type Kind = "none" | "container" | "machine" | "server";

type Parts = Record<"host" | "port" | "database" | "user" | "password", { line: string; setting: string }>;

/** Airflow's metadata database. An existing one is used as it is. */
export async function metaDatabase(draft: Draft, around: Surroundings): Promise<void> {
    const password = draft.valueOf("AIRFLOW_META_POSTGRES_PASSWORD");
    const kind = await server(draft, around, "metaDatabase", "metaDatabaseName", "AIRFLOW_META_POSTGRES");
    const isThere = kind === "server" || kind === "machine";
    if (isThere && password !== undefined) {
        draft.derive(
            ["metaDatabaseManaged"],
            "false",
            "(AIRFLOW_META_POSTGRES_*)",
            "role and database exist: nothing is created on that server",
        );
        draft.advise(
            "Two Airflows must not use one database at the same time: stop the old one first, and dump the database (pg_dump, docs/migrating.md)",
        );
    }
    if (kind === "container") {
        draft.advise(
            "Airflow's old database was in a container of docker compose. The stack's embedded server replaces it and is empty. To migrate the data: docs/migrating.md",
        );
    }
    if (kind === "none" && draft.names.some((name) => /^AIRFLOW__(DATABASE|CORE)__SQL_ALCHEMY_CONN$/.test(name))) {
        draft.advise(
            "The address of Airflow's old database is only in SQL_ALCHEMY_CONN. To use that database, set metaDatabaseHost, metaDatabaseUser, metaDatabasePassword and metaDatabaseManaged (docs/migrating.md)",
        );
    }
}

/** Maps the lines of one Postgres server, which share a prefix, to the settings of that server. */
export async function server(
    draft: Draft,
    around: Surroundings,
    of: "metaDatabase" | "analytics",
    databaseSetting: string,
    prefix: string,
): Promise<Kind> {
    const parts: Parts = {
        host: { line: `${prefix}_HOST`, setting: `${of}Host` },
        port: { line: `${prefix}_PORT`, setting: `${of}Port` },
        database: { line: `${prefix}_DB`, setting: databaseSetting },
        user: { line: `${prefix}_USER`, setting: `${of}User` },
        password: { line: `${prefix}_PASSWORD`, setting: `${of}Password` },
    };
    const host = draft.valueOf(parts.host.line);
    const kind = await kindOf(host, around);
    if (kind === "container") {
        ofContainer(draft, parts, host as string);
    }
    for (const { line, setting } of Object.values(parts)) {
        draft.carry(line, [setting], {
            secret: line.endsWith("_PASSWORD"),
            remark: line.endsWith("_HOST") ? remarkOn(kind) : undefined,
        });
    }
    if (kind === "machine") {
        draft.advise(
            `inside a container, ${host} is the container itself. Set ${of}Host to an address that both containers and this machine reach, such as the machine's address in the network`,
        );
    }
    if (kind === "server" || kind === "machine") {
        draft.advise(
            `Connections to ${host} are encrypted. If that server does not support TLS: pulumi config set ${of}SslMode disable --stack ${around.stack}`,
        );
    }
    return kind;
}

function ofContainer(draft: Draft, parts: Parts, host: string): void {
    draft.carry(parts.host.line, [parts.host.setting], {
        value: "",
        remark: `${host} was a container of docker compose: the stack creates this database`,
    });
    draft.leave(parts.port.line, "port of that container");
    for (const part of [parts.user, parts.database].filter(({ line }) => draft.valueOf(line) === "postgres")) {
        draft.leave(part.line, "postgres belongs to the server itself; the stack uses the default of the setting");
    }
}

function remarkOn(kind: Kind): string | undefined {
    return kind === "machine" ? "not reachable from containers: see below" : undefined;
}

async function kindOf(host: string | undefined, around: Surroundings): Promise<Kind> {
    if (host === undefined) {
        return "none";
    }
    if (/^(localhost|127\.[\d.]+|::1|(host|gateway)\.docker\.internal)$/i.test(host)) {
        return "machine";
    }
    // Containers of compose have names without a dot. So may a machine, but then its name resolves.
    const isContainer = /^[a-z0-9][a-z0-9_-]*$/i.test(host) && isIP(host) === 0 && !(await around.resolves(host));
    return isContainer ? "container" : "server";
}
