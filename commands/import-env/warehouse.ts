import { warehouseVariables } from "../../config/reserved-variables";
import { server } from "./databases";
import { type Draft } from "./draft";
import { BadEnvFile } from "./env-text";
import { BadKeyFile } from "./key-file";
import { type Surroundings } from "./surroundings";

type Target = "local" | "prod";

/** The warehouse: the lines of the stack's target become settings, those of the other target are left out. */
export async function analytics(draft: Draft, target: Target | undefined, around: Surroundings): Promise<void> {
    if (target === undefined) {
        return;
    }
    const [mine, other] = target === "local" ? ["LOCAL", "PROD"] : ["PROD", "LOCAL"];
    for (const name of draft.names.filter(
        (each) => each.startsWith(`${other}_ANALYTICS_`) || each === `${other}_GOOGLE_APPLICATION_CREDENTIALS`,
    )) {
        draft.leave(name, `belongs to the target ${other.toLowerCase()}; the target of this stack is ${target}`);
    }
    const chosen = chooseWarehouse(draft, target, mine);
    if (chosen === "bigquery") {
        bigquery(draft, mine, around);
    } else if (chosen === "postgres") {
        const kind = await server(draft, around, "analytics", "analyticsDatabase", `${mine}_ANALYTICS_POSTGRES`);
        if (kind === "container") {
            draft.advise(
                "The analytics database was in a container of docker compose. The stack creates an empty one: let dbt and your DAGs fill it, or migrate the data (docs/migrating.md)",
            );
        }
    }
    for (const name of credentials(mine)) {
        draft.leave(
            name,
            "only used with the warehouse bigquery. For use in a DAG, add a connection of the type google_cloud_platform",
        );
    }
    for (const kind of chosen === undefined ? (["postgres", "bigquery"] as const) : [chosen]) {
        for (const name of warehouseVariables(target, kind)) {
            draft.leave(name, "is set by the settings of the warehouse");
        }
    }
}

const credentials = (mine: string) => [`${mine}_GOOGLE_APPLICATION_CREDENTIALS`, "GOOGLE_APPLICATION_CREDENTIALS"];

/** The lines of the other warehouse stay variables with the same names, since a DAG may read them. */
function chooseWarehouse(draft: Draft, target: Target, mine: string): "bigquery" | "postgres" | undefined {
    const [project, host] = [`${mine}_ANALYTICS_GCP_PROJECT_ID`, `${mine}_ANALYTICS_POSTGRES_HOST`];
    const [hasBigQuery, hasPostgres] = [draft.valueOf(project), draft.valueOf(host)].map(
        (value) => value !== undefined,
    );
    if (!hasBigQuery && !hasPostgres) {
        return undefined;
    }
    const chosen = hasBigQuery && (!hasPostgres || target === "prod") ? "bigquery" : "postgres";
    const both = `${mine}_ANALYTICS_GCP_* and ${mine}_ANALYTICS_POSTGRES_* are both set: ${target} uses ${chosen}; the others stay variables`;
    draft.derive(
        ["warehouse"],
        chosen,
        `(${chosen === "bigquery" ? project : host})`,
        hasBigQuery && hasPostgres ? both : "the only warehouse in the file",
    );
    return chosen;
}

function bigquery(draft: Draft, mine: string, around: Surroundings): void {
    draft.carry(`${mine}_ANALYTICS_GCP_PROJECT_ID`, ["bigqueryProject"]);
    draft.carry(`${mine}_ANALYTICS_GCP_LOCATION`, ["bigqueryLocation"]);
    draft.carry(`${mine}_ANALYTICS_GCP_DEFAULT_DATASET`, ["bigqueryDataset"]);
    const line = credentials(mine).find((name) => draft.valueOf(name) !== undefined);
    if (line === undefined) {
        draft.derive(
            ["bigqueryCredentials"],
            "none",
            "(no …GOOGLE_APPLICATION_CREDENTIALS)",
            "application default credentials, as before",
        );
    } else {
        keyFile(draft, line, around);
        for (const name of credentials(mine)) {
            draft.leave(
                name,
                draft.valueOf(name) === undefined ? "empty" : `${line} names the file; the stack sets both variables`,
            );
        }
    }
}

function keyFile(draft: Draft, line: string, around: Surroundings): void {
    try {
        const { path, content } = around.keyFile(draft.valueOf(line) as string);
        const remark = `read from ${path}; you can delete the file`;
        draft.carry(line, ["bigqueryCredentials"], { secret: true, value: content, remark });
    } catch (error) {
        throw error instanceof BadKeyFile
            ? new BadEnvFile(`line ${draft.lineOf(line)}, ${line}: ${error.message}`)
            : error;
    }
}
