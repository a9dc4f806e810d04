import * as pulumi from "@pulumi/pulumi";
import { PrivateKey } from "@pulumi/tls/privateKey";

/** Key pairs for SSH. */
export interface SshKeysArgs {
    /** Generation number of both pairs; a higher one makes new pairs. */
    generation: number;
}

/**
 * The two key pairs of the way from Airflow to dbt: the host key, by which Airflow knows that it speaks to the right dbt
 * container, and the client key, by which dbt knows Airflow. Both private halves are secret, and each reaches one side only.
 */
export class SshKeys extends pulumi.ComponentResource {
    /** dbt's `/etc/ssh/ssh_host_rsa_key`, in OpenSSH's form; secret. */
    public readonly hostPrivateKey: pulumi.Output<string>;
    /**
     * `ssh-rsa AAAA…`, without the line's end and without a host name in front: Airflow's `host_key` takes no known_hosts line.
     */
    public readonly hostPublicKey: pulumi.Output<string>;
    /** The `private_key` of Airflow's SSH connection, in OpenSSH's form; secret. */
    public readonly clientPrivateKey: pulumi.Output<string>;
    /** The one line of dbt's `authorized_keys`. */
    public readonly clientPublicKey: pulumi.Output<string>;

    constructor(name: string, args: SshKeysArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airflow-dbt:secrets:SshKeys", name, {}, opts);
        const hostKey = this.keyPair(`${name}-host`, args);
        const clientKey = this.keyPair(`${name}-client`, args);
        this.hostPrivateKey = hostKey.privateKeyOpenssh;
        this.hostPublicKey = hostKey.publicKeyOpenssh.apply((line) => line.trim());
        this.clientPrivateKey = clientKey.privateKeyOpenssh;
        this.clientPublicKey = clientKey.publicKeyOpenssh.apply((line) => line.trim());
        this.registerOutputs({ hostPublicKey: this.hostPublicKey, clientPublicKey: this.clientPublicKey });
    }

    /** RSA, since the compose layout's host key is `ssh_host_rsa_key` and existing clients pin that type. */
    private keyPair(name: string, { generation }: SshKeysArgs): PrivateKey {
        return new PrivateKey(
            name,
            { algorithm: "RSA", rsaBits: 3072 },
            { parent: this, replacementTrigger: generation },
        );
    }
}
