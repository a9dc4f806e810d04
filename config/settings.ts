import * as pulumi from "@pulumi/pulumi";
import { type AirflowConnection } from "../components/airflow/airflow-connections";
import { type DbtTarget } from "../components/warehouse/warehouse";
import { type AnalyticsSettings, type MetaDatabaseSettings, readMetaDatabase } from "./databases";
import { type Generations, generations } from "./generations";
import { SettingsReader } from "./reader";
import * as values from "./values";
import { type BigQuerySettings, readWarehouse } from "./warehouse";

/** A stack's config, typed and checked. `Pulumi.yaml` describes each setting and holds its default. */
export interface Settings {
    docker: {
        suffix: string;
        /** Undefined: the engine that `DOCKER_HOST` names, else this machine's. */
        address: string | undefined;
        bindAddress: string;
    };
    /** Whether the Docker host cannot see this checkout, so that DAGs and models go into the images. */
    filesInImages: boolean;
    apiserverPort: number;
    dbtDocsPort: number;
    postgresPort: number;
    adminUser: string;
    /** Undefined: generated. */
    adminPassword: pulumi.Output<string> | undefined;
    timezone: string;
    /** Undefined: generated. */
    fernetKey: pulumi.Output<string> | undefined;
    airflowCli: boolean;
    /** Those that may be seen by whoever may use Docker. */
    variables: Record<string, string>;
    /** The same setting, where one of its values is encrypted: which one, Pulumi does not tell. */
    secretVariables: Record<string, pulumi.Output<string>>;
    connections: pulumi.Output<Record<string, AirflowConnection>> | undefined;
    sshConnectionId: string;
    dbtTarget: DbtTarget;
    warmDbt: boolean;
    generations: Generations;
    metaDatabase: MetaDatabaseSettings;
    /** The warehouse, if it is on Postgres. */
    analytics: AnalyticsSettings | undefined;
    /** The warehouse, if it is BigQuery. */
    bigquery: BigQuerySettings | undefined;
}

/**
 * Reads and checks the config of the stack.
 *
 * @throws RunError that names each setting that is wrong, what is wrong, and the command that mends it
 */
export function readSettings(): Settings {
    const reader = new SettingsReader();
    const dockerHost = reader.optional("dockerHost", values.dockerHost);
    const metaDatabase = readMetaDatabase(reader);
    const settings: Settings = {
        docker: {
            suffix: reader.value("containerSuffix", values.containerSuffix),
            address: dockerHost,
            bindAddress: reader.value("bindAddress", values.address),
        },
        filesInImages: isRemote(dockerHost ?? process.env.DOCKER_HOST),
        apiserverPort: reader.value("apiserverPort", values.port),
        dbtDocsPort: reader.value("dbtDocsPort", values.port),
        postgresPort: reader.value("postgresPort", values.port),
        adminUser: reader.value("adminUser", values.userName),
        adminPassword: reader.secret("adminPassword", values.password, "airflow"),
        timezone: reader.value("timezone", values.timezone),
        fernetKey: reader.secret("fernetKey", values.fernetKey),
        airflowCli: reader.value("airflowCli", values.flag),
        ...readVariables(reader),
        connections: reader.secret("connections", values.connections),
        sshConnectionId: reader.value("sshConnectionId", values.connectionId),
        dbtTarget: reader.optional("dbtTarget", values.dbtTarget) ?? targetOfStack(reader),
        warmDbt: reader.value("warmDbt", values.flag),
        generations: reader.value("generations", generations),
        metaDatabase,
        ...readWarehouse(reader, metaDatabase),
    };
    refuseSamePorts(reader, settings);
    refuseUnreachableServer(reader, settings);
    reader.finish();
    return settings;
}

function readVariables(reader: SettingsReader): Pick<Settings, "variables" | "secretVariables"> {
    const variables = reader.optional("variables", values.variables) ?? {};
    if (!reader.isEncrypted("variables")) {
        return { variables, secretVariables: {} };
    }
    return {
        variables: {},
        secretVariables: Object.fromEntries(
            Object.entries(variables).map(([name, value]) => [name, pulumi.secret(value)]),
        ),
    };
}

function targetOfStack(reader: SettingsReader): DbtTarget {
    const stack = pulumi.getStack();
    if (stack !== "local" && stack !== "prod") {
        reader.refuse(
            "dbtTarget",
            `the stack's name, ${stack}, is no target of dbt's profile, so it must be set`,
            "pulumi config set dbtTarget local",
        );
    }
    return stack as DbtTarget;
}

function refuseSamePorts(reader: SettingsReader, settings: Settings): void {
    const seen = new Map<number, string>();
    for (const setting of ["apiserverPort", "dbtDocsPort", "postgresPort"] as const) {
        const other = seen.get(settings[setting]);
        if (other !== undefined) {
            reader.refuse(
                setting,
                `port ${settings[setting]} is ${other}'s as well`,
                `pulumi config set ${setting} ${settings[setting] + 1}`,
            );
        }
        seen.set(settings[setting], setting);
    }
}

function isRemote(engine = ""): boolean {
    return /^(ssh|tcp):/.test(engine);
}

/** Pulumi makes the databases on the embedded server, and so must reach the port that it publishes on the Docker host. */
function refuseUnreachableServer(reader: SettingsReader, { filesInImages, metaDatabase, docker }: Settings): void {
    if (filesInImages && metaDatabase.server === undefined && /^(127\.|::1$)/.test(docker.bindAddress ?? "")) {
        reader.refuse(
            "bindAddress",
            `with the embedded Postgres server on ${docker.address ?? "the machine of DOCKER_HOST"}, nobody but that machine reaches ${docker.bindAddress}: give its address in your network, or set metaDatabaseHost`,
            "pulumi config set bindAddress <value>",
        );
    }
}
