import * as pulumi from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random/randomPassword";

/** The key with which Airflow encrypts connections and variables in its database. */
export interface FernetKeyArgs {
    /**
     * A key to keep, as `cryptography.fernet.Fernet.generate_key()` prints it: 44 characters of URL-safe base64. Default: a
     * generated one. `config/` refuses any other form.
     */
    existing?: pulumi.Input<string>;
    /** Generation number of the generated key; a higher one makes a new key. */
    generation: number;
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
        this.key = pulumi.secret(args.existing ?? this.generate(name, args.generation));
        this.registerOutputs({ key: this.key });
    }

    /**
     * Not from RandomBytes, though a key is just that: its resource id is the value itself, and an id is never encrypted in
     * the state (computeRandomBytesID in pulumi-random's provider/resources.go). A RandomPassword has no such id; 43
     * characters, each one of base64's 64, hold the 256 bits and two more, which decoding drops.
     */
    private generate(name: string, generation: number): pulumi.Output<string> {
        const characters = new RandomPassword(
            name,
            { length: 43, overrideSpecial: "-_" },
            { parent: this, replacementTrigger: generation },
        ).result;
        return characters.apply((text) => `${Buffer.from(text, "base64url").toString("base64url")}=`);
    }
}
