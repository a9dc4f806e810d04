import type * as pulumi from "@pulumi/pulumi";
import { type BackupSchedule, type CleaningSchedule } from "../components/airflow/maintenance";
import { type AirflowConnection, type AirflowPool } from "../components/airflow/airflow-connections";
import { type Executors } from "../components/airflow/executors";
import { type GitDags } from "../components/airflow/git-dags";
import { type RemoteLogs } from "../components/airflow/remote-logs";
import { type SingleSignOn } from "../components/airflow/single-sign-on";
import { type MetadataDatabaseChoice } from "../components/data/choices";
import { type Code } from "../components/docker/code";
import { type ImageRegistry } from "../components/docker/image-registry";
import { type ProgramVariables } from "../components/warehouse/chosen-warehouse";
import { type DbtTarget } from "../components/warehouse/warehouse";
import { refuseForeignAddresses } from "./bind-address";
import { readCode } from "./code";
import { connections, readSshConnectionId } from "./connections";
import { readDags } from "./dags";
import { refuseForeignNames } from "./database-names";
import { readMetadataDatabase } from "./databases";
import { readDbtTarget } from "./dbt-target";
import { type DockerSettings, readDocker } from "./docker";
import { failureNotice } from "./failure-notice";
import { type Generations, generations } from "./generations";
import { readImageRegistry } from "./image-registry";
import { readBackups, readCleaning } from "./maintenance";
import { readMetricsEndpoint } from "./metrics";
import { refuseOpenPorts } from "./open-ports";
import { adminPassword } from "./passwords";
import { pools } from "./pools";
import { SettingsReader } from "./reader";
import { refuseSamePorts } from "./published-ports";
import { readRemoteLogs } from "./remote-logs";
import { readSingleSignOn } from "./single-sign-on";
import { readTls, type TlsSettings } from "./tls";
import * as values from "./values";
import { readVariables } from "./variables";
import { readWarehouse, type WarehouseSettings } from "./warehouse";
import { refuseUnreachableWorkers } from "./unreachable-workers";
import { readWorkers } from "./workers";

/** A stack's config, typed and checked. `Pulumi.yaml` describes each setting and holds its default. */
export interface Settings extends Executors {
    docker: DockerSettings & { tls: boolean };
    /** Undefined: the UI and the docs are served with plain HTTP. */
    tls: TlsSettings | undefined;
    /** Undefined: each machine builds its images. */
    imageRegistry: ImageRegistry | undefined;
    code: Code;
    /** Undefined: DAGs come with the code. */
    dags: GitDags | undefined;
    apiserverPort: number;
    dbtDocsPort: number;
    adminUser: string;
    /** Undefined: generated. */
    adminPassword: pulumi.Output<string> | undefined;
    /** Undefined: people log in to the UI with a password of Airflow. */
    singleSignOn: SingleSignOn | undefined;
    timezone: string;
    /** Undefined: generated. */
    fernetKey: pulumi.Output<string> | undefined;
    airflowCli: boolean;
    /** Seconds that running tasks and dbt commands get before an update replaces what they need. */
    drainSeconds: number;
    /** The user's, with those that name the SSH connection and dbt's target. */
    variables: ProgramVariables;
    connections: pulumi.Output<Record<string, AirflowConnection>> | undefined;
    pools: Record<string, AirflowPool>;
    sshConnectionId: string;
    dbtTarget: DbtTarget;
    warmDbt: boolean;
    /** Undefined: logs of tasks stay on the volume. */
    remoteLogs: RemoteLogs | undefined;
    /** Where failed DAG runs are told, as an address with a secret. Undefined: nowhere. */
    failureNotice: pulumi.Output<string> | undefined;
    /** Undefined: no metrics are sent. */
    metricsEndpoint: string | undefined;
    generations: Generations;
    /** Days after which `npm run status` says that a generated secret is due for rotation; with 0, it never does. */
    secretRotationDays: number;
    metadata: MetadataDatabaseChoice;
    warehouse: WarehouseSettings;
    backups: BackupSchedule;
    cleaning: CleaningSchedule;
}

/**
 * Reads and checks the config of the stack.
 *
 * @throws RunError that names each setting that is wrong, what is wrong, and the command that fixes it
 */
export function readSettings(): Settings {
    const reader = new SettingsReader();
    const workers = readWorkers(reader);
    const docker = readDocker(reader, workers.workers);
    const tls = readTls(reader, docker.hostName);
    const metadata = readMetadataDatabase(reader);
    const dbtTarget = readDbtTarget(reader);
    const sshConnectionId = readSshConnectionId(reader);
    const warehouse = readWarehouse(reader, metadata);
    const settings: Settings = {
        ...workers,
        docker: { ...docker, tls: tls !== undefined },
        tls,
        imageRegistry: readImageRegistry(reader),
        code: readCode(reader, docker.remote),
        dags: readDags(reader),
        apiserverPort: reader.value("apiserverPort", values.port),
        dbtDocsPort: reader.value("dbtDocsPort", values.port),
        adminUser: reader.value("adminUser", values.userName),
        adminPassword: reader.secret("adminPassword", adminPassword, { wellKnown: "airflow" }),
        singleSignOn: readSingleSignOn(reader),
        timezone: reader.value("timezone", values.timezone),
        fernetKey: reader.secret("fernetKey", values.fernetKey),
        airflowCli: reader.value("airflowCli", values.flag),
        drainSeconds: reader.value("drainSeconds", values.seconds),
        variables: readVariables(reader, { DBT_TARGET: dbtTarget, SSH_CONN_ID: sshConnectionId }, warehouse),
        connections: reader.secret("connections", connections, { named: "--path connections.<id>" }),
        pools: reader.value("pools", pools),
        sshConnectionId,
        dbtTarget,
        warmDbt: reader.value("warmDbt", values.flag),
        remoteLogs: readRemoteLogs(reader, warehouse),
        failureNotice: reader.secret("failureNotice", failureNotice),
        metricsEndpoint: readMetricsEndpoint(reader),
        generations: reader.value("generations", generations),
        secretRotationDays: reader.value("secretRotationDays", values.days),
        metadata,
        warehouse,
        backups: readBackups(reader),
        cleaning: readCleaning(reader),
    };
    refuseSamePorts(reader, settings);
    refuseForeignNames(reader, settings);
    refuseOpenPorts(reader, settings);
    refuseForeignAddresses(reader, settings);
    refuseUnreachableWorkers(reader, settings);
    reader.finish();
    return settings;
}
