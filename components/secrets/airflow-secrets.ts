import * as pulumi from "@pulumi/pulumi";
import { generatedPassword } from "./generated-password";

/** The secrets that Airflow's own parts share, and the admin user's password. */
export interface AirflowSecretsArgs {
    /** Password of Airflow's admin user. Default: generated, 32 letters and digits. */
    adminPassword?: pulumi.Input<string>;
    /** Generation number of each; a higher one makes a new secret. */
    generations: { jwtSecret: number; apiSecretKey: number; adminPassword: number };
}

/**
 * Secrets that all parts of Airflow must agree on. If the API server and the scheduler hold different `jwtSecret`s, every
 * task fails with "Invalid auth token" while everything reports healthy.
 */
export class AirflowSecrets extends pulumi.ComponentResource {
    /** `[api_auth] jwt_secret`; at least 64 bytes; secret. */
    public readonly jwtSecret: pulumi.Output<string>;
    /** `[api] secret_key`, which signs sessions of the UI; secret. */
    public readonly apiSecretKey: pulumi.Output<string>;
    /** The admin user's password; secret. */
    public readonly adminPassword: pulumi.Output<string>;

    constructor(name: string, args: AirflowSecretsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airflow-dbt:secrets:AirflowSecrets", name, {}, opts);
        const { generations } = args;
        this.jwtSecret = generatedPassword(`${name}-jwt`, generations.jwtSecret, this, 86);
        this.apiSecretKey = generatedPassword(`${name}-api`, generations.apiSecretKey, this, 64);
        this.adminPassword = args.adminPassword
            ? pulumi.secret(args.adminPassword)
            : generatedPassword(`${name}-admin-password`, generations.adminPassword, this);
        this.registerOutputs({
            jwtSecret: this.jwtSecret,
            apiSecretKey: this.apiSecretKey,
            adminPassword: this.adminPassword,
        });
    }
}
