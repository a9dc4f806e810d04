import * as pulumi from "@pulumi/pulumi";
import { Service } from "../docker/service";
import { type AirflowRuntime, type AirflowSecretName } from "./airflow-runtime";

/** Airflow's long-running programs. */
export interface AirflowServicesArgs {
    /** Image, folders, volumes and secrets. */
    runtime: AirflowRuntime;
    /** Port on the Docker host for Airflow's UI and REST API. */
    apiserverPort: number;
    /** `[core] default_timezone`, a name of the IANA time zone database. */
    timezone: string;
    /** Further environment variables, which DAGs see too. */
    variables: Record<string, pulumi.Input<string>>;
    /** What must be there first: the migrated database. */
    after: pulumi.Resource[];
    /** Whether to run a container for `airflow` commands and nothing else. */
    airflowCli: boolean;
}

interface Program {
    name: (typeof airflowPrograms)[number];
    command: string[];
    secrets: AirflowSecretName[];
    /** Whether it reads DAGs, or even runs what they say: tasks, or triggers. Default: neither. */
    runs?: "dags" | "tasks";
    port?: { internal: number; external: number };
    healthCheck?: string[];
}

/** Airflow's programs, each a container; all of them hold the fernet key. */
export const airflowPrograms = [
    "airflow-apiserver",
    "airflow-scheduler",
    "airflow-dag-processor",
    "airflow-triggerer",
    "airflow-cli",
] as const;

/** The API server, scheduler, DAG processor and triggerer; they start side by side, since none of them needs another. */
export class AirflowServices extends pulumi.ComponentResource {
    constructor(name: string, args: AirflowServicesArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airflow-dbt:airflow:AirflowServices", name, {}, opts);
        const environment = {
            ...args.variables,
            AIRFLOW__CORE__DEFAULT_TIMEZONE: args.timezone,
            AIRFLOW__CORE__EXECUTION_API_SERVER_URL: "http://airflow-apiserver:8080/execution/",
        };
        for (const program of programs(args)) {
            new Service(
                program.name,
                {
                    ...args.runtime.program(program.secrets, program.runs),
                    after: args.after,
                    command: program.command,
                    environment,
                    port: program.port,
                    healthCheck: program.healthCheck ?? ["healthy", program.name.replace("airflow-", "")],
                },
                { parent: this },
            );
        }
        this.registerOutputs();
    }
}

/** Each program with just the secrets that it reads. */
function programs(args: AirflowServicesArgs): Program[] {
    const cli: Program = {
        name: "airflow-cli",
        command: ["sleep", "infinity"],
        secrets: ["fernetKey", "jwtSecret", "apiSecretKey"],
        runs: "tasks",
        healthCheck: ["true"],
    };
    return [
        {
            name: "airflow-apiserver",
            command: ["airflow-service", "api-server"],
            secrets: ["fernetKey", "jwtSecret", "apiSecretKey"],
            port: { internal: 8080, external: args.apiserverPort },
        },
        {
            name: "airflow-scheduler",
            command: ["airflow-service", "scheduler"],
            secrets: ["fernetKey", "jwtSecret"],
            runs: "tasks",
        },
        {
            name: "airflow-dag-processor",
            command: ["airflow-service", "dag-processor"],
            secrets: ["fernetKey"],
            runs: "dags",
        },
        { name: "airflow-triggerer", command: ["airflow-service", "triggerer"], secrets: ["fernetKey"], runs: "tasks" },
        ...(args.airflowCli ? [cli] : []),
    ];
}
