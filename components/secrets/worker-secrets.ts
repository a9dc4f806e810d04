import * as pulumi from "@pulumi/pulumi";
import { PrivateKey } from "@pulumi/tls/privateKey";
import { generatedPassword } from "./generated-password";

/** The keys of a stack whose tasks run on workers. */
export interface WorkerSecretsArgs {
    /** Generation number of each; a higher one makes a new key. */
    generations: { jwtPrivateKey: number; workerSecret: number };
}

/**
 * With workers, two keys take the place of `[api_auth] jwt_secret`: one that workers hold, and one that they must not have. A worker could
 * otherwise sign tokens of any user.
 */
export class WorkerSecrets extends pulumi.ComponentResource {
    /** `[api_auth] jwt_private_key_path` signs the tokens of users and tasks: Ed25519, in PEM format; secret. */
    public readonly jwtPrivateKey: pulumi.Output<string>;
    /** `[api_auth] jwt_secret`, by which the API server knows its workers, and which it takes for nothing else; secret. */
    public readonly workerSecret: pulumi.Output<string>;

    constructor(name: string, args: WorkerSecretsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airflow-dbt:secrets:WorkerSecrets", name, {}, opts);
        const { generations } = args;
        const key = new PrivateKey(
            `${name}-jwt-key`,
            { algorithm: "ED25519" },
            { parent: this, replacementTrigger: generations.jwtPrivateKey },
        );
        this.jwtPrivateKey = key.privateKeyPem;
        this.workerSecret = generatedPassword(name, generations.workerSecret, this, 86);
        this.registerOutputs({ jwtPrivateKey: this.jwtPrivateKey, workerSecret: this.workerSecret });
    }
}
