import * as pulumi from "@pulumi/pulumi";
import { type AirflowConnection } from "./components/airflow/airflow-connections";
import { SettingsReader } from "./settings-reader";
import * as values from "./settings-values";

/** A Postgres server that somebody else runs. */
export interface ExistingServer {
    host: string;
    port: number;
}

/** A stack's config, typed and checked. `Pulumi.yaml` describes each setting and holds its default. */
export interface Settings {
    containerSuffix: string;
    bindAddress: string;
    /** Undefined: the engine that `DOCKER_HOST` names, else this machine's. */
    dockerHost: string | undefined;
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
    variables: Record<string, string>;
    connections: pulumi.Output<Record<string, AirflowConnection>> | undefined;
    sshConnectionId: string;
    dbtTarget: "local" | "prod";
    metaDatabase: {
        /** Undefined: a server comes with the stack. */
        server: (ExistingServer & { adminUser: string; adminPassword: pulumi.Output<string> }) | undefined;
        database: string;
        user: string;
        password: pulumi.Output<string> | undefined;
    };
    analytics: {
        /** Undefined: on the same server as the metadata database. */
        server: ExistingServer | undefined;
        database: string;
        user: string;
        password: pulumi.Output<string> | undefined;
    };
}

/**
 * Reads and checks the config of the stack.
 *
 * @throws RunError that names each setting that is wrong, what is wrong, and the command that mends it
 */
export function readSettings(): Settings {
    const reader = new SettingsReader();
    const dockerHost = reader.optional("dockerHost", values.dockerHost);
    const settings: Settings = {
        containerSuffix: reader.value("containerSuffix", values.containerSuffix),
        bindAddress: reader.value("bindAddress", values.address),
        dockerHost,
        filesInImages: dockerHost !== undefined && !/^(unix|npipe):/.test(dockerHost),
        apiserverPort: reader.value("apiserverPort", values.port),
        dbtDocsPort: reader.value("dbtDocsPort", values.port),
        postgresPort: reader.value("postgresPort", values.port),
        adminUser: reader.value("adminUser", values.userName),
        adminPassword: reader.secret("adminPassword", values.password, "airflow"),
        timezone: reader.value("timezone", values.timezone),
        fernetKey: reader.secret("fernetKey", values.fernetKey),
        airflowCli: reader.value("airflowCli", values.flag),
        variables: reader.optional("variables", values.variables) ?? {},
        connections: reader.secret("connections", values.connections),
        sshConnectionId: reader.value("sshConnectionId", values.connectionId),
        dbtTarget: reader.optional("dbtTarget", values.dbtTarget) ?? targetOfStack(reader),
        metaDatabase: {
            server: existingServer(reader),
            database: reader.value("metaDatabaseName", values.databaseName),
            user: reader.value("metaDatabaseUser", values.databaseName),
            password: reader.secret("metaDatabasePassword", values.password),
        },
        analytics: analytics(reader),
    };
    refuseSamePorts(reader, settings);
    reader.finish();
    return settings;
}

function targetOfStack(reader: SettingsReader): "local" | "prod" {
    const stack = pulumi.getStack();
    if (stack !== "local" && stack !== "prod") {
        reader.refuse("dbtTarget", `the stack's name, ${stack}, is no target of dbt's profile, so it must be set`, "pulumi config set dbtTarget local");
    }
    return stack as "local" | "prod";
}

function existingServer(reader: SettingsReader): Settings["metaDatabase"]["server"] {
    const host = reader.optional("metaDatabaseHost", values.hostName);
    const port = reader.value("metaDatabasePort", values.port);
    const adminUser = reader.value("metaDatabaseAdminUser", values.userName);
    const adminPassword = reader.secret("metaDatabaseAdminPassword", values.password);
    if (host === undefined) {
        return undefined;
    }
    if (adminPassword === undefined) {
        reader.refuse(
            "metaDatabaseAdminPassword",
            `it is missing, and without it no database can be made on ${host}`,
            "pulumi config set --secret metaDatabaseAdminPassword <value>",
        );
    }
    return { host, port, adminUser, adminPassword: adminPassword as pulumi.Output<string> };
}

function analytics(reader: SettingsReader): Settings["analytics"] {
    const host = reader.optional("analyticsHost", values.hostName);
    const port = reader.value("analyticsPort", values.port);
    const password = reader.secret("analyticsPassword", values.password);
    if (host !== undefined && password === undefined) {
        reader.refuse(
            "analyticsPassword",
            `it is missing, and without it nobody can log in to the analytics database on ${host}`,
            "pulumi config set --secret analyticsPassword <value>",
        );
    }
    return {
        server: host === undefined ? undefined : { host, port },
        database: reader.value("analyticsDatabase", values.databaseName),
        user: reader.value("analyticsUser", values.databaseName),
        password,
    };
}

function refuseSamePorts(reader: SettingsReader, settings: Settings): void {
    const seen = new Map<number, string>();
    for (const setting of ["apiserverPort", "dbtDocsPort", "postgresPort"] as const) {
        const other = seen.get(settings[setting]);
        if (other !== undefined) {
            reader.refuse(setting, `port ${settings[setting]} is ${other}'s as well`, `pulumi config set ${setting} ${settings[setting] + 1}`);
        }
        seen.set(settings[setting], setting);
    }
}
