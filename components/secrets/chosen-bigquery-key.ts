import type * as pulumi from "@pulumi/pulumi";
import { loadBigQueryCredentials } from "./load-bigquery-credentials";

/** The warehouse, as far as the way to log in is concerned. */
export type ChosenBigQueryKeyArgs =
    | { kind: "postgres" }
    | {
          kind: "bigquery";
          /** Id of the Google Cloud project. */
          project: string;
          /** Where the key comes from. */
          credentials: BigQueryCredentialsChoice;
      };

/** A service account that the program makes, a key that the user has, or application default credentials. */
export type BigQueryCredentialsChoice =
    | { kind: "create"; accountId: string; admin: boolean; endpoint: string | undefined }
    | { kind: "given"; key: pulumi.Output<string> }
    | { kind: "none" };

/**
 * The JSON of the key that was chosen; undefined where there is none. @pulumi/gcp is loaded only where the program makes one,
 * since the package and its plugin are larger than all else together.
 *
 * @param generations a higher number than before makes a new key
 * @throws when the package is missing, with the command that brings it
 */
export async function chosenBigQueryKey(
    name: string,
    args: ChosenBigQueryKeyArgs,
    generations: { bigqueryCredentials: number },
): Promise<pulumi.Output<string> | undefined> {
    if (args.kind !== "bigquery" || args.credentials.kind === "none") {
        return undefined;
    }
    if (args.credentials.kind === "given") {
        return args.credentials.key;
    }
    const { BigQueryCredentials } = await loadBigQueryCredentials();
    const { accountId, admin, endpoint } = args.credentials;
    const generation = generations.bigqueryCredentials;
    return new BigQueryCredentials(name, { project: args.project, accountId, admin, generation, endpoint }).key;
}
