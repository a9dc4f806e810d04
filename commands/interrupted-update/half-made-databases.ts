import { containers } from "../stack/containers";
import { docker } from "../stack/docker";
import { type Stack } from "../stack/stack";
import { type Deployment } from "./recorded-state";

/** Where a database has something of its own; Postgres's own schemas begin with `pg_`. */
const relations = `select count(*) from pg_class join pg_namespace on pg_namespace.oid = relnamespace
    where nspname <> 'information_schema' and nspname not like 'pg\\_%'`;

/**
 * Removes databases and roles on the embedded server that an interrupted update was about to create: the server has them, the state does
 * not, and creating them again would fail. Nothing uses them before their creation is noted. A database that is not empty stays, and the
 * update says that it exists.
 *
 * @param deployment the state, as the interrupted update left it
 */
export function removeHalfMadeDatabases(stack: Stack, { pending_operations: pending }: Deployment): void {
    const names = (type: string) =>
        (pending ?? [])
            .filter((operation) => operation.type === "creating" && operation.resource.type === type)
            .map(({ resource: { inputs } }) => inputs?.name)
            // As the settings take them: no quote can be in one.
            .filter((name): name is string => typeof name === "string" && /^\w+$/.test(name));
    const databases = names("postgresql:index/database:Database");
    const roles = names("postgresql:index/role:Role");
    if (databases.length + roles.length === 0) {
        return;
    }
    const server = containers(stack).find(({ role, running }) => role === "postgres" && running)?.name;
    if (server === undefined) {
        return;
    }
    const query = (database: string, statement: string): string | undefined => {
        const words = ["psql", "--no-psqlrc", "--tuples-only", "--no-align", "--dbname", database];
        try {
            return docker(stack, ["exec", server, ...words, "--command", statement]);
        } catch {
            // It does not exist, or something depends on it.
            return undefined;
        }
    };
    const drop = (what: "database" | "role", name: string) => {
        if (query("postgres", `drop ${what} "${name}"`) !== undefined) {
            console.log(`• removed the ${what} ${name}, which an interrupted update had begun to create`);
        }
    };
    databases.filter((name) => query(name, relations) === "0").forEach((name) => drop("database", name));
    roles.forEach((name) => drop("role", name));
}
