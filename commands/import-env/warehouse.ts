import { basename } from "node:path";
import { server } from "./databases";
import { type Draft } from "./draft";
import { type Surroundings } from "./surroundings";

type Target = "local" | "prod";

/** Where dbt builds: the lines of the stack's target become settings, those of the other target have no place here. */
export async function analytics(draft: Draft, target: Target | undefined, around: Surroundings): Promise<void> {
    if (target === undefined) {
        return;
    }
    const [mine, other] = target === "local" ? ["LOCAL", "PROD"] : ["PROD", "LOCAL"];
    for (const name of draft.names.filter(
        (each) => each.startsWith(`${other}_ANALYTICS_`) || each === `${other}_GOOGLE_APPLICATION_CREDENTIALS`,
    )) {
        draft.leave(name, `of the target ${other.toLowerCase()}; this stack's is ${target}`);
    }
    const chosen = chooseWarehouse(draft, target, mine);
    if (chosen === "bigquery") {
        bigquery(draft, mine, around);
    } else if (chosen === "postgres") {
        const kind = await server(draft, around, "analytics", "analyticsDatabase", `${mine}_ANALYTICS_POSTGRES`);
        if (kind === "container") {
            draft.advise(
                "The analytics database was in a container of docker compose. The stack makes an empty one; dbt and your DAGs fill it, or bring the data along: docs/migrating.md",
            );
        }
    }
    for (const name of credentials(mine)) {
        draft.leave(
            name,
            "only the warehouse bigquery has a key file. For a DAG's own use: a connection google_cloud_platform",
        );
    }
}

const credentials = (mine: string) => [`${mine}_GOOGLE_APPLICATION_CREDENTIALS`, "GOOGLE_APPLICATION_CREDENTIALS"];

/** The lines of the one that is not chosen stay variables, under the same names, since a DAG may read them. */
function chooseWarehouse(draft: Draft, target: Target, mine: string): "bigquery" | "postgres" | undefined {
    const [project, host] = [`${mine}_ANALYTICS_GCP_PROJECT_ID`, `${mine}_ANALYTICS_POSTGRES_HOST`];
    const [hasBigQuery, hasPostgres] = [draft.valueOf(project), draft.valueOf(host)].map(
        (value) => value !== undefined,
    );
    if (!hasBigQuery && !hasPostgres) {
        return undefined;
    }
    const chosen = hasBigQuery && (!hasPostgres || target === "prod") ? "bigquery" : "postgres";
    const both = `${mine}_ANALYTICS_GCP_* and ${mine}_ANALYTICS_POSTGRES_* are both set: ${target} builds in ${chosen}, the others stay variables`;
    draft.derive(
        ["warehouse"],
        chosen,
        `(${chosen === "bigquery" ? project : host})`,
        hasBigQuery && hasPostgres ? both : "the only one that is set",
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
                draft.valueOf(name) === undefined ? "empty" : `${line} says which file; the stack sets both variables`,
            );
        }
    }
}

function keyFile(draft: Draft, line: string, around: Surroundings): void {
    const named = draft.valueOf(line) as string;
    const found = around.keyFile(named);
    if (found === undefined) {
        draft.leave(line, `${named} is not here, nor is ${basename(named)} beside the env file: see below`);
        draft.advise(
            `Bring BigQuery's key file: pulumi config set --secret bigqueryCredentials --stack ${around.stack} < ${basename(named)}`,
        );
    } else {
        draft.carry(line, ["bigqueryCredentials"], {
            secret: true,
            value: found.content,
            remark: `read from ${found.path}; the file itself is no longer needed`,
        });
    }
}
