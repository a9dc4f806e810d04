import * as pulumi from "@pulumi/pulumi";
import { type PostgresLogin, sqlAlchemyUri } from "../data/postgres-address";
import { type VolumeMount } from "../docker/conventions";
import { Service } from "../docker/service";
import { type AirflowProgramArgs } from "./program";

/** Backups of the stack's databases. */
export interface BackupSchedule {
    /** When to make one: a cron expression of five fields, in the stack's time zone. Default: only `npm run backup` makes one. */
    schedule?: string;
    /** How many the schedule keeps; the oldest are deleted. */
    keep: number;
    /** Absolute path of a folder on the Docker host that user 50000 may write to. Default: the volume `airflow-backups`. */
    folder?: string;
}

/** Removal of what nobody looks at any more. */
export interface CleaningSchedule {
    /** When to clean: a cron expression of five fields, in the stack's time zone. */
    schedule: string;
    /** Days after which `airflow db clean` removes rows of Airflow's database. With 0, it never does. */
    databaseDays: number;
    /** Days after which task logs are removed. With 0, they never are. */
    logDays: number;
}

/** What is done on a schedule, and what backups hold. */
export interface MaintenanceArgs extends AirflowProgramArgs {
    /** Time zone of the schedules. */
    timezone: string;
    /** When backups are made, and where they are kept. */
    backups: BackupSchedule;
    /** When rows and logs are removed. */
    cleaning: CleaningSchedule;
    /** Databases that a backup holds besides Airflow's own, by what they are in the stack, as their owners log in. */
    databases: Record<string, PostgresLogin>;
    /** Volume for backups, from its resource. */
    volume: pulumi.Input<string>;
}

/**
 * Makes backups, and removes old rows and logs, on a schedule. `npm run backup` and `npm run restore` also work in it: it runs no code
 * of DAGs, and holds what a backup needs, the keys and the logins of the databases' owners.
 */
export class Maintenance extends pulumi.ComponentResource {
    /** Name of the container on the Docker host. */
    public readonly containerName: string;

    constructor(name: string, args: MaintenanceArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airflow-dbt:airflow:Maintenance", name, {}, opts);
        const { runtime, backups } = args;
        const job = runtime.job(["fernetKey", "backupKey"]);
        const place: VolumeMount = backups.folder === undefined ? { name: args.volume } : { folder: backups.folder };
        const service = new Service(
            name,
            {
                ...job,
                files: { ...job.files, ...databasesFile(args.databases) },
                volumes: {
                    "/opt/airflow/logs": { name: runtime.volumes.logs.name },
                    "/var/lib/airflow-backups": place,
                },
                environment: {
                    ...job.environment,
                    AIRFLOW_DBT_STACK: pulumi.getStack(),
                    AIRFLOW_DBT_SUFFIX: runtime.host.suffix,
                },
                after: args.after,
                command: ["airflow-maintenance", ...options(args)],
                cpuShares: 64,
                healthCheck: ["healthy", "maintenance"],
                // It starts in a second; without this, a folder that it cannot write to is reported after three minutes.
                healthySeconds: 60,
            },
            { parent: this },
        );
        this.containerName = service.containerName;
        this.registerOutputs({ containerName: this.containerName });
    }
}

function options({ timezone, backups, cleaning }: MaintenanceArgs): string[] {
    return [
        `--timezone=${timezone}`,
        ...(backups.schedule === undefined ? [] : [`--backup=${backups.schedule}`, `--keep=${backups.keep}`]),
        ...(cleaning.databaseDays + cleaning.logDays > 0 ? [`--clean=${cleaning.schedule}`] : []),
        ...(cleaning.databaseDays > 0 ? [`--database-days=${cleaning.databaseDays}`] : []),
        ...(cleaning.logDays > 0 ? [`--log-days=${cleaning.logDays}`] : []),
    ];
}

/** Only the embedded server's databases are among them, to which no authority's certificate is needed. */
function databasesFile(databases: Record<string, PostgresLogin>): Record<string, pulumi.Input<string>> {
    if (Object.keys(databases).length === 0) {
        return {};
    }
    const uris = Object.entries(databases).map(([name, login]) => [name, sqlAlchemyUri(login, "")] as const);
    return { "/run/secrets/databases.json": pulumi.secret(pulumi.jsonStringify(Object.fromEntries(uris))) };
}
