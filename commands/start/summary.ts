import { existsSync } from "node:fs";
import { type SetUp } from "../set-up/set-up";
import { commandFor, type Stack } from "../stack/stack";

/** The stack's outputs that a person wants to see. */
interface Outputs {
    airflowUrl: string;
    dbtDocsUrl: string;
    adminUser: string;
    /** The stack's own authority, if it signs the certificate of a server. */
    caCertificate?: string;
}

/** What `npm start` ends with. */
export function summary(outputs: Outputs, ready: SetUp, stack: Stack): string {
    const password = commandFor(stack, "--silent password");
    const commands = [
        existsSync("airflow/dags/flights.py")
            ? [commandFor(stack, "airflow", "dags", "trigger", "flights"), "run the example pipeline"]
            : [commandFor(stack, "airflow", "dags", "list"), "list the DAGs"],
        [commandFor(stack, "dbt", "run"), "run dbt"],
        [commandFor(stack, "logs", "scheduler", "--follow"), "watch a container"],
        ...(outputs.caCertificate === undefined
            ? []
            : [[`pulumi stack output caCertificate -s ${stack.name}`, "the authority that browsers must trust"]]),
    ];
    const width = Math.max(...commands.map(([command]) => command.length));
    const lines = [
        "",
        `  Airflow    ${outputs.airflowUrl}   user ${outputs.adminUser}, password: ${password}`,
        `  dbt docs   ${outputs.dbtDocsUrl}`,
        "",
        ...commands.map(([command, purpose]) => `  ${command.padEnd(width)}    ${purpose}`),
        "",
        `  For plain pulumi in this shell: ${ready.shell}`,
        "",
    ];
    if (ready.standIns.length > 0) {
        lines.push(`  Not the official downloads, which were out of reach: ${ready.standIns.join(", ")}`, "");
    }
    return lines.join("\n");
}
