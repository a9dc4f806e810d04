import type * as pulumi from "@pulumi/pulumi";
import { AirflowSecrets } from "./airflow-secrets";
import { chosenAuthority, type ChosenAuthorityArgs } from "./chosen-authority";
import { FernetKey } from "./fernet-key";
import { SshKeys } from "./ssh-keys";
import { WorkerSecrets } from "./worker-secrets";

/** What the user chose of the secrets, and the generation number of each that is generated. */
export interface StackSecretsArgs extends ChosenAuthorityArgs {
    /** The Fernet key. Undefined: generated. */
    fernetKey: pulumi.Output<string> | undefined;
    /** The admin user's password. Undefined: generated. */
    adminPassword: pulumi.Output<string> | undefined;
    /** Workers that run tasks; with any, tokens are signed with a key that they do not have. */
    workers: object[];
    generations: Record<
        | "fernetKey"
        | "backupKey"
        | "sshKeys"
        | "jwtSecret"
        | "jwtPrivateKey"
        | "workerSecret"
        | "apiSecretKey"
        | "adminPassword"
        | "certificateAuthority",
        number
    >;
}

/** The secrets that do not belong to a database or a cloud. */
export function stackSecrets(args: StackSecretsArgs) {
    const { generations } = args;
    const fernetKey = new FernetKey("fernet-key", { existing: args.fernetKey, generation: generations.fernetKey });
    const backupKey = new FernetKey("backup-key", { generation: generations.backupKey });
    const secrets = new AirflowSecrets("airflow-secrets", { adminPassword: args.adminPassword, generations });
    const ofWorkers = args.workers.length > 0 ? new WorkerSecrets("worker-secrets", { generations }) : undefined;
    return {
        authority: chosenAuthority("certificate-authority", args),
        fernetKey,
        sshKeys: new SshKeys("ssh-keys", { generation: generations.sshKeys }),
        airflow: {
            fernetKey: fernetKey.key,
            backupKey: backupKey.key,
            apiSecretKey: secrets.apiSecretKey,
            jwtSecret: secrets.jwtSecret,
            adminPassword: secrets.adminPassword,
            jwtPrivateKey: ofWorkers?.jwtPrivateKey,
            workerSecret: ofWorkers?.workerSecret,
        },
    };
}
