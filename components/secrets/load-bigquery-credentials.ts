import * as pulumi from "@pulumi/pulumi";
import { userError } from "../user-error";
import { type BigQueryCredentials } from "./bigquery-credentials";

/**
 * Loads `BigQueryCredentials`, and @pulumi/gcp with it, which is only there for a stack that needs it.
 *
 * @throws RunError that names the command that installs the package
 */
export async function loadBigQueryCredentials(): Promise<{ BigQueryCredentials: typeof BigQueryCredentials }> {
    try {
        return await import("./bigquery-credentials");
    } catch (error) {
        const { code, message } = error as NodeJS.ErrnoException;
        if (!code?.endsWith("MODULE_NOT_FOUND") || !message.includes("@pulumi/gcp")) {
            throw error;
        }
        const name = pulumi.getStack();
        throw userError(
            `The npm package @pulumi/gcp is not installed, and with it the stack ${name} makes its key for BigQuery; nothing was changed.\n` +
                `      npm run set-up -- --stack ${name}\n` +
                "  or do without a key of the program's own:\n" +
                "      pulumi config set bigqueryCredentials none",
        );
    }
}
