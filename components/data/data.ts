import * as pulumi from "@pulumi/pulumi";
import { type AirflowConnection } from "../airflow/airflow-connections";
import { type TaskPause } from "../airflow/task-pause";
import { type DockerHost } from "../docker/host";
import { isLoopback } from "../docker/loopback";
import { type CertificateAuthority } from "../secrets/certificate-authority";
import { type WarehousePlace } from "../warehouse/warehouse";
import { AnalyticsDatabase } from "./analytics-database";
import { type MetadataDatabaseChoice, type WarehouseChoice } from "./choices";
import { ExistingPostgresServer } from "./existing-postgres-server";
import { MetadataDatabase } from "./metadata-database";
import { type PostgresLogin } from "./postgres-address";
import { PostgresServer, type PostgresServerTls } from "./postgres-server";
import { SourceDatabase } from "./source-database";
import { nowhere, placeOf } from "./warehouse-place";

/** The databases of the stack, and where they are. */
export interface DataArgs {
    /** Where the embedded server runs. */
    host: DockerHost;
    /** Airflow's database. */
    metadata: MetadataDatabaseChoice;
    /** dbt's warehouse. Beside an unmanaged database of Airflow it must exist already. */
    warehouse: WarehouseChoice;
    /** Generation number of each generated password. */
    generations: {
        postgresPassword: number;
        metaDatabasePassword: number;
        metaDatabaseReadOnlyPassword: number;
        analyticsPassword: number;
        analyticsReadOnlyPassword: number;
        tlsKeys: number;
    };
    /** Signs the certificate of an embedded server that others than the Docker host reach. Needed for such a server only. */
    authority?: CertificateAuthority;
    /** What decrypts Airflow's database. A protected database keeps it when the rest of the stack is destroyed. Default: nothing does. */
    key?: pulumi.Resource;
    /** Pauses Airflow's tasks before an update changes a server or role. Default: nothing does. */
    pause?: TaskPause;
}

/**
 * Databases for Airflow, for dbt and, with the embedded server, for the example's source system.
 *
 * @param name `data`, or a prefix and `-data`; that prefix begins the names of the children
 */
export class Data extends pulumi.ComponentResource {
    /** How Airflow reaches its own database. */
    public readonly metadata: PostgresLogin;
    /** Where dbt builds, and how dbt and Airflow reach it. */
    public readonly warehouse: WarehousePlace;
    /** Airflow's connections by id to the example's source system. With an existing server that is the user's own. */
    public readonly sourceConnections: Record<string, AirflowConnection> = {};
    /** The embedded server's databases besides Airflow's own, as their owners log in, for backups. Elsewhere there is none. */
    public readonly otherDatabases: Record<string, PostgresLogin> = {};
    /** How a person's tools log in as the read-only role of a database, for each database that has one. */
    public readonly readOnlyLogins: { metadata?: PostgresLogin; analytics?: PostgresLogin } = {};

    constructor(name: string, args: DataArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airflow-dbt:data:Data", name, {}, opts);
        const prefix = name.replace(/data$/, "");
        const child = { parent: this };
        const { host, metadata, generations } = args;
        const after = args.pause ? [args.pause] : [];
        if (metadata.kind === "unmanaged") {
            this.metadata = metadata.login;
            this.warehouse = placeOf(args.warehouse, nowhere);
            this.registerOutputs();
            return;
        }
        const isWarehouse = args.warehouse.kind === "postgres" && args.warehouse.database.kind === "managed";
        const server =
            metadata.kind === "embedded"
                ? new PostgresServer(
                      `${prefix}postgres`,
                      {
                          host,
                          port: metadata.port,
                          bindAddress: metadata.bindAddress,
                          tls: this.tls(metadata.bindAddress, args),
                          generation: generations.postgresPassword,
                          networks: isWarehouse ? ["airflow", "dbt"] : ["airflow"],
                          after,
                      },
                      child,
                  )
                : new ExistingPostgresServer(`${prefix}postgres`, metadata.server, child);
        const own = new MetadataDatabase(
            `${prefix}metadata`,
            {
                ...metadata.database,
                server,
                // Pulumi never deletes what a protected resource depends on.
                after: args.key ? [...after, args.key] : after,
                generations: {
                    owner: generations.metaDatabasePassword,
                    readOnly: generations.metaDatabaseReadOnlyPassword,
                },
            },
            child,
        );
        this.metadata = own.login;
        this.readOnlyLogins.metadata = own.readOnlyLogin && { ...own.readOnlyLogin, ...server.publishedAddress };
        this.warehouse = placeOf(args.warehouse, (database) => {
            const { login, readOnlyLogin } = new AnalyticsDatabase(
                `${prefix}analytics`,
                {
                    ...database,
                    server,
                    generations: {
                        owner: generations.analyticsPassword,
                        readOnly: generations.analyticsReadOnlyPassword,
                    },
                    // After Airflow's own, so that a problem with the server is reported once.
                    after: [...after, own],
                },
                child,
            );
            this.readOnlyLogins.analytics = readOnlyLogin && { ...readOnlyLogin, ...server.publishedAddress };
            return login;
        });
        if (metadata.kind === "embedded") {
            const source = new SourceDatabase(`${prefix}source`, { server }, child);
            this.sourceConnections = source.connections;
            this.otherDatabases = {
                ...(isWarehouse && this.warehouse.kind === "postgres" && { analytics: this.warehouse.login }),
                source: source.login,
            };
        }
        this.registerOutputs();
    }

    /** For an embedded server that others than the Docker host reach. */
    private tls(bindAddress: string, { host, authority, generations }: DataArgs): PostgresServerTls | undefined {
        const isOpen = !isLoopback(bindAddress);
        return isOpen && authority
            ? { authority, hostName: host.hostName, generation: generations.tlsKeys }
            : undefined;
    }
}
