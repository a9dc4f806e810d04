import { type Registered } from "../mocked/registered";
import { compare } from "./order";
import { typeOf } from "./waiting";

/** A place with databases. */
export interface Server {
    /** Role of the container that it runs in, else its host name; `bigquery` for BigQuery. */
    name: string;
    kind: "container" | "existing" | "bigquery";
    /** What the program makes there, in words. */
    made: string;
    databases: Database[];
}

/** A database, or a dataset of BigQuery. */
export interface Database {
    name: string;
    /** The role that owns it, or what else there is to know of it. */
    about: string;
    /** Whether the program makes it. */
    made: boolean;
}

interface Place extends Database {
    server: string;
    kind: Server["kind"];
}

/** The databases that the program makes, and those that it tells containers of. */
export function databasesOf(resources: Registered[]): Server[] {
    const places = [...madeIn(resources), ...toldOf(resources)];
    const servers = [...new Set(places.map((place) => place.server))].sort(bigQueryLast);
    return servers.map((server) => {
        const here = places.filter((place) => place.server === server);
        const names = [...new Set(here.map((place) => place.name))].sort(compare);
        const databases = names.map((name) => here.find((place) => place.name === name) as Place);
        const { kind } = here[0];
        const made =
            kind === "bigquery"
                ? madeInGoogleCloud(resources)
                : databases.some((database) => database.made)
                  ? "role, database, grants"
                  : "nothing";
        return { name: server, kind, made, databases };
    });
}

function madeInGoogleCloud(resources: Registered[]): string {
    const roles = resources
        .filter(({ type }) => type === "gcp:projects/iAMMember:IAMMember")
        .map(({ inputs }) => (inputs.role as string).replace("roles/bigquery.", ""));
    return roles.length === 0 ? "nothing" : `account with ${roles.sort(compare).join(", ")}`;
}

/** In the picture it is then above dbt. */
function bigQueryLast(one: string, other: string): number {
    return Number(one === "bigquery") - Number(other === "bigquery") || compare(one, other);
}

function madeIn(resources: Registered[]): Place[] {
    return resources
        .filter((resource) => typeOf(resource) === "Database")
        .map((resource) => {
            const provider = resources.find(
                (each) => each.type === "pulumi:providers:postgresql" && resource.waitsFor.includes(each.urn),
            );
            const container = resources.find(
                (each) => typeOf(each) === "Container" && provider?.waitsFor.includes(each.urn),
            );
            const { name, owner } = resource.inputs as { name: string; owner: string };
            return {
                name,
                about: `owner ${owner}`,
                made: true,
                server: container ? container.name : (provider?.inputs.host as string),
                kind: container ? "container" : "existing",
            };
        });
}

/** From the files that containers get: Airflow's database address and dbt's environment. */
function toldOf(resources: Registered[]): Place[] {
    const containers = resources.filter((resource) => typeOf(resource) === "Container");
    const roles = new Set(containers.map((resource) => resource.name));
    return containers.flatMap((resource) =>
        toldIn((resource.inputs.uploads ?? []) as Upload[]).map(({ kind, ...place }) => ({
            ...place,
            kind: kind ?? (roles.has(place.server) ? "container" : "existing"),
        })),
    );
}

/** A file that a container gets. */
interface Upload {
    file: string;
    content: string;
}

/** The databases that files tell of: in Airflow's database address and in dbt's environment. */
export function toldIn(uploads: Upload[]): (Database & { server: string; kind?: "bigquery" })[] {
    const postgres = (server: string, name: string, user: string) => ({
        name,
        about: `role ${user}`,
        made: false,
        server,
    });
    return uploads.flatMap(({ file, content }) => {
        if (file.endsWith("/sql_alchemy_conn")) {
            const { hostname, pathname, username } = new URL(content);
            return [postgres(hostname, pathname.slice(1), username)];
        }
        if (!file.endsWith("/dbt.env")) {
            return [];
        }
        const value = (name: string) => new RegExp(`^[A-Z]+_ANALYTICS_${name}=(.*)$`, "m").exec(content)?.[1] ?? "";
        return value("GCP_PROJECT_ID")
            ? [
                  {
                      name: value("GCP_DEFAULT_DATASET"),
                      about: `${value("GCP_PROJECT_ID")}, ${value("GCP_LOCATION")}`,
                      made: false,
                      server: "bigquery",
                      kind: "bigquery" as const,
                  },
              ]
            : [postgres(value("POSTGRES_HOST"), value("POSTGRES_DB"), value("POSTGRES_USER"))];
    });
}
