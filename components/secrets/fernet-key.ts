import * as pulumi from "@pulumi/pulumi";
import { RandomBytes } from "@pulumi/random/randomBytes";

/** The key with which Airflow encrypts connections and variables in its database. */
export interface FernetKeyArgs {
    /**
     * A key to keep, as `cryptography.fernet.Fernet.generate_key()` prints it: 44 characters of URL-safe base64. Default: a
     * generated one. `settings.ts` refuses any other form.
     */
    existing?: pulumi.Input<string>;
}

/**
 * A Fernet key: 32 random bytes in URL-safe base64 (https://cryptography.io/en/latest/fernet/). It is generated once and
 * kept in the stack's state, encrypted.
 */
export class FernetKey extends pulumi.ComponentResource {
    /** The key; secret. */
    public readonly key: pulumi.Output<string>;

    constructor(name: string, args: FernetKeyArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airflow-dbt:secrets:FernetKey", name, {}, opts);
        this.key = pulumi.secret(args.existing ?? this.generate(name));
        this.registerOutputs({ key: this.key });
    }

    private generate(name: string): pulumi.Output<string> {
        const bytes = new RandomBytes(name, { length: 32 }, { parent: this, additionalSecretOutputs: ["base64", "hex"] });
        return bytes.base64.apply(base64 => base64.replaceAll("+", "-").replaceAll("/", "_"));
    }
}
