import type * as pulumi from "@pulumi/pulumi";
import { environmentFile } from "../docker/environment-file";

/** Secret variables as the file that each Python process of Airflow's image reads at its start. No file if there are none. */
export function variablesFile(variables: Record<string, pulumi.Input<string>>): Record<string, pulumi.Input<string>> {
    return Object.keys(variables).length > 0 ? { "/run/secrets/variables.env": environmentFile(variables) } : {};
}
