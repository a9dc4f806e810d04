import * as pulumi from "@pulumi/pulumi";
import { type DockerHost } from "../docker/host";
import { AnalyticsDatabase } from "./analytics-database";
import { ExistingPostgresServer } from "./existing-postgres-server";
import { MetadataDatabase } from "./metadata-database";
import { OwnedDatabase } from "./owned-database";
import { type PostgresAddress, type PostgresLogin, type PostgresTls } from "./postgres-address";
import { PostgresServer } from "./postgres-server";

/** A database, and the role that owns it. */
interface DatabaseArgs {
    /** Name of the database. */
    database: string;
    /** Role that owns it. */
    user: string;
    /** The role's password. Default: generated. */
    password?: pulumi.Input<string>;
    /** An existing server. Default for Airflow's database: one comes with the stack. For dbt's: the same server as Airflow's. */
    server?: PostgresAddress & { tls: PostgresTls };
}

/** The databases of the stack, and where they are. */
export interface DataArgs {
    /** Where the embedded server runs. */
    host: DockerHost;
    /** Port of the embedded server on the Docker host. */
    postgresPort: number;
    /** Airflow's database. On an existing server `admin` makes it; without an admin it must be there, and so must its role. */
    metaDatabase: DatabaseArgs & { admin?: { user: string; password: pulumi.Input<string> } };
    /** dbt's database, if it is on Postgres. On a server of its own it must be there, and so must its role. */
    analytics?: DatabaseArgs;
    /** Generation number of each generated password: the embedded server's superuser's, and each role's. */
    generations: { postgresPassword: number; metaDatabasePassword: number; analyticsPassword: number };
}

/** Databases for Airflow, for dbt and, with the embedded server, for the example's source system. */
export class Data extends pulumi.ComponentResource {
    /** How Airflow reaches its own database. */
    public readonly metadata: PostgresLogin;
    /** How dbt and Airflow reach the analytics database, if it is on Postgres. */
    public readonly analytics: PostgresLogin | undefined;
    /** The example's source system, which beside an existing server is the user's own. */
    public readonly source: PostgresLogin | undefined;

    constructor(name: string, args: DataArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airflow-dbt:data:Data", name, {}, opts);
        const { metaDatabase, analytics, generations } = args;
        const child = { parent: this };
        const server = this.server(args);
        // Data on somebody else's server outlives a mistake: a setting that is changed, a stack that is destroyed.
        const here = server && {
            provider: server.provider,
            address: server.address,
            deletedWith: server.data,
            protect: metaDatabase.server !== undefined,
        };

        const own =
            here &&
            new MetadataDatabase(
                "metadata",
                { ...here, ...metaDatabase, generation: generations.metaDatabasePassword },
                child,
            );
        this.metadata = own?.login ?? existingLogin(metaDatabase);
        this.analytics =
            here && analytics && !analytics.server
                ? // After Airflow's own, so that what is wrong with a server is said once.
                  new AnalyticsDatabase(
                      "analytics",
                      { ...here, ...analytics, generation: generations.analyticsPassword, after: own && [own] },
                      child,
                  ).login
                : analytics && existingLogin(analytics);
        this.source =
            here && !metaDatabase.server
                ? new OwnedDatabase("source", { ...here, database: "source", user: "source", generation: 1 }, child)
                      .login
                : undefined;
        this.registerOutputs();
    }

    /** Undefined where nothing is to be made on any server. */
    private server({
        host,
        postgresPort,
        metaDatabase: { server, admin },
        generations,
    }: DataArgs): PostgresServer | ExistingPostgresServer | undefined {
        if (server === undefined) {
            return new PostgresServer(
                "postgres",
                { host, port: postgresPort, generation: generations.postgresPassword },
                { parent: this },
            );
        }
        return (
            admin &&
            new ExistingPostgresServer(
                "postgres",
                { ...server, adminUser: admin.user, adminPassword: admin.password },
                { parent: this },
            )
        );
    }
}

/** A database that is there already. `config/` has seen to its server and password. */
function existingLogin({ server, user, password, database }: DatabaseArgs): PostgresLogin {
    return { ...(server as PostgresAddress), user, password: password as pulumi.Input<string>, database };
}
