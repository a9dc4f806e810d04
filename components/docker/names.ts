/** The names of one copy's things on a Docker engine. They end in the copy's suffix, setting `containerSuffix`. */

/**
 * A container or volume: what it is, then the suffix. A word that ends the one and begins the other appears once: `dbt` with the suffix
 * `dbt-simple` is `dbt-simple`.
 */
export function nameOf(what: string, suffix: string): string {
    return suffix.startsWith(`${what}-`) ? suffix : `${what}-${suffix}`;
}

/**
 * The networks of a copy. `airflow` is for Airflow's programs and their database, `dbt` for dbt, its warehouse, and the programs that run
 * tasks or read DAGs: dbt reaches neither Airflow's API nor, on a server of its own, Airflow's database. `web` is for web servers that others reach.
 */
export const networks = ["airflow", "dbt", "web"] as const;

export type NetworkRole = (typeof networks)[number];

/** A network of the copy, on which no other container is. */
export function networkName(suffix: string, network: NetworkRole = "airflow"): string {
    return `${network}-${suffix}`;
}

/** The suffix of the copy whose network for Airflow has this name. */
export function suffixOfNetwork(name: string): string {
    return name.slice(networkName("").length);
}
