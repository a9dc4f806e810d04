/** The names of one copy's things on a Docker engine. They end in the copy's suffix, setting `containerSuffix`. */

/**
 * A container or volume: what it is, then the suffix. A word that ends the one and begins the other appears once: `dbt` with the suffix
 * `dbt-simple` is `dbt-simple`.
 */
export function nameOf(what: string, suffix: string): string {
    return suffix.startsWith(`${what}-`) ? suffix : `${what}-${suffix}`;
}

/** The network that all containers of the copy share, and no other container. */
export function networkName(suffix: string): string {
    return `airflow-${suffix}`;
}

/** The suffix of the copy that has a network. */
export function suffixOfNetwork(name: string): string {
    return name.slice(networkName("").length);
}
