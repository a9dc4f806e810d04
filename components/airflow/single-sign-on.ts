import type * as pulumi from "@pulumi/pulumi";
import { type ContainerConventionArgs } from "../docker/conventions";

/** The OpenID server with which people log in to Airflow's UI, and the roles that they get. */
export interface SingleSignOn {
    /** JSON that `airflow_dbt_image/single_sign_on/settings.py` reads; secret. */
    settings: pulumi.Input<string>;
    /** Certificate of the only authority to trust for that server, in PEM format. Default: the public ones. */
    caCertificate: string | undefined;
}

/**
 * What the API server is given.
 *
 * @param singleSignOn undefined: people log in with a password of Airflow
 */
export function singleSignOnOptions(
    singleSignOn: SingleSignOn | undefined,
): Required<Pick<ContainerConventionArgs, "environment" | "files">> {
    if (singleSignOn === undefined) {
        return { environment: {}, files: {} };
    }
    const { settings, caCertificate } = singleSignOn;
    return {
        // Airflow asks the server only at a login. With an open page, a session would never end by itself.
        environment: { AIRFLOW__FAB__SESSION_MAX_LIFETIME_MINUTES: 720 },
        files: {
            "/run/secrets/single_sign_on.json": settings,
            ...(caCertificate && { "/run/secrets/single_sign_on_ca.pem": caCertificate }),
        },
    };
}
