import { Provider, type ProviderArgs } from "@pulumi/postgresql/provider";
import * as pulumi from "@pulumi/pulumi";
import { certificateFile } from "./certificate-file";
import { type PostgresAddress, type PostgresLogin, type PostgresTls } from "./postgres-address";
import { type PostgresAdmin } from "./postgres-admin";

/** A Postgres server that the stack does not run. */
export interface ExistingPostgresServerArgs extends PostgresAddress {
    /** Protection of the connection to it. */
    tls: PostgresTls;
    /** Role that may create roles and databases; it need not be a superuser. */
    adminUser: pulumi.Input<string>;
    /** That role's password; secret. */
    adminPassword: pulumi.Input<string>;
    /**
     * Whether Pulumi refuses to delete roles and databases there, until `pulumi state unprotect`: say by `destroy`, or after a
     * change of a setting. Default: true.
     */
    protect?: boolean;
}

/** The connection to a Postgres server that already exists; it adds nothing to it. */
export class ExistingPostgresServer extends pulumi.ComponentResource implements PostgresAdmin {
    public readonly address: PostgresAddress;
    public readonly publishedAddress: PostgresAddress;
    public readonly provider: Provider;
    public readonly connectsByGrant: pulumi.Input<string>;
    public readonly data = undefined;
    public readonly protect: boolean;
    private readonly admin: ProviderArgs;

    constructor(name: string, args: ExistingPostgresServerArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airflow-dbt:data:ExistingPostgresServer", name, {}, opts);
        const { host, port, tls } = args;
        this.address = { host, port, tls };
        this.publishedAddress = this.address;
        this.connectsByGrant = args.adminUser;
        this.protect = args.protect ?? true;
        this.admin = {
            host,
            port,
            username: args.adminUser,
            password: args.adminPassword,
            sslmode: tls.sslMode,
            sslrootcert: tls.caCertificate && certificateFile(tls.caCertificate),
            // A managed server's admin is no superuser: https://www.pulumi.com/registry/packages/postgresql/api-docs/provider/
            superuser: false,
            connectTimeout: 15,
        };
        this.provider = new Provider(`${name}-provider`, this.admin, { parent: this });
        this.registerOutputs();
    }

    public providerOf({ user, password, database }: PostgresLogin, name: string, parent: pulumi.Resource): Provider {
        return new Provider(name, { ...this.admin, username: user, password, database }, { parent });
    }
}
