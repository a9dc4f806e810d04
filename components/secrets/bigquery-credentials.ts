import * as pulumi from "@pulumi/pulumi";
import { IAMMember } from "@pulumi/gcp/projects/iammember";
import { Provider } from "@pulumi/gcp/provider";
import { Account } from "@pulumi/gcp/serviceaccount/account";
import { Key } from "@pulumi/gcp/serviceaccount/key";

/** A service account for BigQuery, with a key. */
export interface BigQueryCredentialsArgs {
    /** Id of the Google Cloud project that holds the account, and in which it gets its roles. */
    project: pulumi.Input<string>;
    /** Id of the account, 6 to 30 lower-case letters, digits and hyphens. Another id makes another account. */
    accountId: pulumi.Input<string>;
    /** Whether it gets the role `bigquery.admin` in place of `bigquery.jobUser` and `bigquery.dataEditor`. */
    admin: boolean;
    /** Generation number of the key; a higher one makes a new key, and then deletes the old one. */
    generation: number;
    /** Another address for Google's IAM and Resource Manager APIs, such as `https://host`. Default: Google's own. */
    endpoint?: string;
}

/** https://cloud.google.com/bigquery/docs/access-control: run queries, and make and fill tables; or everything. */
const builderRoles = ["roles/bigquery.jobUser", "roles/bigquery.dataEditor"];
const adminRoles = ["roles/bigquery.admin"];

/**
 * A service account with a role or two and one key, for those that cannot use the identity of the machine they run on. Import
 * this file with `loadBigQueryCredentials` only: @pulumi/gcp is not there for a stack without BigQuery.
 */
export class BigQueryCredentials extends pulumi.ComponentResource {
    /** The key as the JSON text that Google's libraries read from `GOOGLE_APPLICATION_CREDENTIALS`; secret. */
    public readonly key: pulumi.Output<string>;
    /** The account's address, `<accountId>@<project>.iam.gserviceaccount.com`. */
    public readonly email: pulumi.Output<string>;

    constructor(name: string, args: BigQueryCredentialsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airflow-dbt:secrets:BigQueryCredentials", name, {}, opts);
        const address = args.endpoint && `${args.endpoint}/v1/`;
        const provider = new Provider(
            name,
            { project: args.project, iamCustomEndpoint: address, resourceManagerCustomEndpoint: address },
            { parent: this },
        );
        const options = { parent: this, provider };
        const account = new Account(
            name,
            {
                accountId: args.accountId,
                project: args.project,
                displayName: "Airflow and dbt",
                description: `Made by the Pulumi stack ${pulumi.getStack()}`,
            },
            options,
        );
        const roles = (args.admin ? adminRoles : builderRoles).map(
            (role) =>
                new IAMMember(
                    `${name}-${role.split(".")[1]}`,
                    { project: args.project, role, member: account.member },
                    options,
                ),
        );
        // The key may be used as soon as it exists, so the account needs its roles first.
        const key = new Key(
            name,
            { serviceAccountId: account.name },
            {
                ...options,
                dependsOn: roles,
                replacementTrigger: args.generation,
                additionalSecretOutputs: ["privateKey"],
            },
        );
        this.key = pulumi.secret(key.privateKey.apply((file) => Buffer.from(file, "base64").toString()));
        this.email = account.email;
        this.registerOutputs({ email: this.email });
    }
}
