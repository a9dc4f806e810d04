import type * as pulumi from "@pulumi/pulumi";
import { type PostgresLogin } from "../data/postgres-address";

/**
 * What dbt's profiles read with `env_var`: the target, and for that target the analytics database under the names of the
 * compose layout, for example `LOCAL_ANALYTICS_POSTGRES_HOST`. Only the selected target of `profiles.yml` is rendered, so
 * the other one's variables may be missing.
 */
export function dbtEnvironment(target: "local" | "prod", analytics: PostgresLogin): Record<string, pulumi.Input<string | number>> {
    const prefix = `${target.toUpperCase()}_ANALYTICS_POSTGRES`;
    return {
        DBT_TARGET: target,
        [`${prefix}_HOST`]: analytics.host,
        [`${prefix}_PORT`]: analytics.port,
        [`${prefix}_DB`]: analytics.database,
        [`${prefix}_USER`]: analytics.user,
        [`${prefix}_PASSWORD`]: analytics.password,
    };
}
