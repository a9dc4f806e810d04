import type * as pulumi from "@pulumi/pulumi";
import { AirflowSecrets } from "./airflow-secrets";
import { chosenAuthority, type ChosenAuthorityArgs } from "./chosen-authority";
import { FernetKey } from "./fernet-key";
import { SshKeys } from "./ssh-keys";

/** What the user chose of the secrets, and the generation number of each that is generated. */
export interface StackSecretsArgs extends ChosenAuthorityArgs {
    /** The Fernet key. Undefined: generated. */
    fernetKey: pulumi.Output<string> | undefined;
    /** The admin user's password. Undefined: generated. */
    adminPassword: pulumi.Output<string> | undefined;
    generations: Record<
        "fernetKey" | "backupKey" | "sshKeys" | "jwtSecret" | "apiSecretKey" | "adminPassword" | "certificateAuthority",
        number
    >;
}

/** The secrets that do not belong to a database or a cloud. */
export function stackSecrets(args: StackSecretsArgs) {
    const { generations } = args;
    return {
        authority: chosenAuthority("certificate-authority", args),
        fernetKey: new FernetKey("fernet-key", { existing: args.fernetKey, generation: generations.fernetKey }),
        backupKey: new FernetKey("backup-key", { generation: generations.backupKey }),
        sshKeys: new SshKeys("ssh-keys", { generation: generations.sshKeys }),
        airflow: new AirflowSecrets("airflow-secrets", { adminPassword: args.adminPassword, generations }),
    };
}
