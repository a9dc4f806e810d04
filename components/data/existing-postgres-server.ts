import { Provider } from "@pulumi/postgresql/provider";
import * as pulumi from "@pulumi/pulumi";
import { certificateFile } from "./certificate-file";
import { type PostgresAddress, type PostgresTls } from "./postgres-address";

/** A Postgres server that somebody else runs. */
export interface ExistingPostgresServerArgs extends PostgresAddress {
    /** Protection of the way to it. */
    tls: PostgresTls;
    /** Role that may create roles and databases; it need not be a superuser. */
    adminUser: pulumi.Input<string>;
    /** That role's password; secret. */
    adminPassword: pulumi.Input<string>;
}

/** The way to a Postgres server that is already there; it adds nothing to it. */
export class ExistingPostgresServer extends pulumi.ComponentResource {
    public readonly address: PostgresAddress;
    public readonly provider: Provider;
    /** Nothing of that server is the stack's to delete. */
    public readonly data = undefined;

    constructor(name: string, args: ExistingPostgresServerArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airflow-dbt:data:ExistingPostgresServer", name, {}, opts);
        const { host, port, tls } = args;
        this.address = { host, port, tls };
        this.provider = new Provider(
            `${name}-provider`,
            {
                host,
                port,
                username: args.adminUser,
                password: args.adminPassword,
                sslmode: tls.sslMode,
                sslrootcert: tls.caCertificate && certificateFile(tls.caCertificate),
                // A managed server's admin is none: https://www.pulumi.com/registry/packages/postgresql/api-docs/provider/
                superuser: false,
                connectTimeout: 15,
            },
            { parent: this },
        );
        this.registerOutputs();
    }
}
