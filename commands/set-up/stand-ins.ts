/** The environment variable by which a person allows stand-ins on any stack; stand-ins themselves look at it, too. */
export const OFFLINE = "AIRFLOW_DBT_OFFLINE";

/**
 * For which stacks stand-ins may take the place of official plugins that cannot be downloaded: for `local`, which can be recreated,
 * always; for any other only if the user says so, since the state that stand-ins write differs in details from that of official plugins.
 */
export type StandInsFor = "no stack" | "local" | "any stack";

export function standInsFor(stack: string, environment: NodeJS.ProcessEnv = process.env): StandInsFor {
    if (["1", "true"].includes(environment[OFFLINE] ?? "")) {
        return "any stack";
    }
    return stack.split("/").at(-1) === "local" ? "local" : "no stack";
}
