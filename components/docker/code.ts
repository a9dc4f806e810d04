/**
 * How what users edit (DAGs, the dbt project) reaches the containers: `mounted` from the checkout, so that an edit is live, or
 * `baked` into the image, so that an edit is live after an update. `mounted` needs a Docker host that sees the checkout.
 */
export type Code = "mounted" | "baked";
