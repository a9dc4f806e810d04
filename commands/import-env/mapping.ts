import { connectionUri } from "./connection-uri";
import { adviseOnDockerHost } from "./docker-host";
import { Draft } from "./draft";
import { type EnvFile } from "./env-file";
import { composeService, notCarriedOver } from "./not-carried-over";
import { type Plan } from "./plan";
import { looksSecret } from "../../config/sensitive";
import { metaDatabase } from "./databases";
import { type Surroundings } from "./surroundings";
import { analytics } from "./warehouse";

/** Variables that map to one setting, whatever the target. */
const own: [name: string, setting: string, secret?: true][] = [
    ["AIRFLOW_APISERVER_PORT", "apiserverPort"],
    ["DBT_DOCS_PORT", "dbtDocsPort"],
    ["_AIRFLOW_WWW_USER_USERNAME", "adminUser"],
    ["_AIRFLOW_WWW_USER_PASSWORD", "adminPassword", true],
    ["SSH_CONN_ID", "sshConnectionId"],
    ["DBT_TARGET", "dbtTarget"],
];

/** Decides what becomes of each line of an env file. */
export async function planOf(file: EnvFile, around: Surroundings): Promise<Plan> {
    const draft = new Draft(file.lines);
    const target = targetOf(draft, around.stack);
    for (const [name, setting, secret] of own) {
        draft.carry(name, [setting], { secret });
    }
    // Airflow accepts "utc" as well; the setting needs the name from the time zone database.
    const timezone = draft.valueOf("AIRFLOW__CORE__DEFAULT_TIMEZONE");
    draft.carry("AIRFLOW__CORE__DEFAULT_TIMEZONE", ["timezone"], { value: timezone === "utc" ? "UTC" : undefined });
    fernetKey(draft);
    await metaDatabase(draft, around);
    await analytics(draft, target, around);
    connections(draft);
    everythingElse(draft, around.stack);
    adviseOnDockerHost(draft);
    return draft.finish();
}

/** The target whose lines apply: DBT_TARGET, else the name of the stack, else the only target in the file. */
function targetOf(draft: Draft, stack: string): "local" | "prod" | undefined {
    const isTarget = (text: string | undefined): text is "local" | "prod" => text === "local" || text === "prod";
    const named = [draft.valueOf("DBT_TARGET"), stack].find(isTarget);
    if (named !== undefined) {
        return named;
    }
    const inFile = (["local", "prod"] as const).filter((target) =>
        draft.names.some((name) => name.startsWith(`${target.toUpperCase()}_ANALYTICS_`)),
    );
    if (inFile.length !== 1) {
        return undefined;
    }
    draft.derive(["dbtTarget"], inFile[0], "(the only target in the file)", "the name of the stack is not a target");
    return inFile[0];
}

function fernetKey(draft: Draft): void {
    const name = "AIRFLOW__CORE__FERNET_KEY";
    if (draft.names.includes(name) && draft.valueOf(name) === undefined) {
        draft.leave(name, "empty: a key is generated. Unencrypted values of the old database stay readable");
    }
    draft.carry(name, ["fernetKey"], {
        secret: true,
        remark: "kept, so that connections of the old database can be read",
    });
    if (draft.planned("fernetKey")?.includes(",")) {
        draft.advise(
            "AIRFLOW__CORE__FERNET_KEY has more than one key: run `airflow rotate-fernet-key` in the old Airflow, then import the first key alone",
        );
    }
}

function connections(draft: Draft): void {
    const dbt = draft.planned("sshConnectionId") ?? "dbt_ssh";
    for (const name of draft.names.filter((each) => /^AIRFLOW_CONN_./.test(each))) {
        // Airflow looks for AIRFLOW_CONN_ and the id in upper case; DAGs use lower case by convention.
        const id = name.slice("AIRFLOW_CONN_".length).toLowerCase();
        if (id === dbt.toLowerCase()) {
            draft.leave(name, "the stack creates this connection, with a key pair");
            continue;
        }
        const remark =
            id === "analytics" || id === "source" ? "replaces the stack's own connection with this id" : undefined;
        draft.carry(name, ["connections", id], {
            secret: true,
            value: connectionUri(draft.valueOf(name) ?? ""),
            remark,
        });
    }
}

function everythingElse(draft: Draft, stack: string): void {
    adviseOnServices(draft, stack);
    for (const name of draft.names) {
        const value = draft.valueOf(name) ?? "";
        const reason = notCarriedOver(name, value);
        const secret = looksSecret(name, value);
        if (reason !== undefined) {
            draft.leave(name, reason);
        } else if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
            draft.leave(name, "not a valid name: use letters, digits and underscores, and no digit at the start");
        } else if (/[\r\n\0]/.test(value)) {
            draft.leave(name, "a variable cannot have several lines: use a connection, or write the value in one line");
        } else {
            draft.carry(name, ["variables", name], {
                secret,
                remark: secret ? "looks like a secret, so it is encrypted" : undefined,
            });
        }
    }
}

/** Compose does not pass these to Airflow or dbt by itself, but a compose file may say so. */
function adviseOnServices(draft: Draft, stack: string): void {
    const names = draft.names.filter((name) => notCarriedOver(name, draft.valueOf(name) ?? "") === composeService);
    if (names.length > 0) {
        draft.advise(
            `DAGs and dbt do not get ${names.map((name) => `${name} (line ${draft.lineOf(name)})`).join(", ")}: services of docker compose used them. If a DAG or a model reads one: pulumi config set --secret --path variables.${names[0]} --stack ${stack}`,
        );
    }
}
