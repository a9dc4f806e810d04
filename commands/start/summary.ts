import { existsSync } from "node:fs";
import { type SetUp } from "../set-up/set-up";

/** The stack's outputs that a person wants to see. */
interface Outputs {
    airflowUrl: string;
    dbtDocsUrl: string;
    adminUser: string;
}

/** What `npm start` ends with. */
export function summary(outputs: Outputs, ready: SetUp): string {
    const lines = [
        "",
        `  Airflow    ${outputs.airflowUrl}   user ${outputs.adminUser}, password: npm run --silent password`,
        `  dbt docs   ${outputs.dbtDocsUrl}`,
        "",
        existsSync("airflow/dags/flights.py")
            ? "  npm run airflow -- dags trigger flights    run the example pipeline"
            : "  npm run airflow -- dags list               list the DAGs",
        "  npm run dbt -- run                         run dbt",
        "  npm run logs -- scheduler --follow         watch a container",
        "",
        `  For plain pulumi in this shell: ${ready.shell}`,
        "",
    ];
    if (ready.standIns.length > 0) {
        lines.push(`  Not the official downloads, which were out of reach: ${ready.standIns.join(", ")}`, "");
    }
    return lines.join("\n");
}
