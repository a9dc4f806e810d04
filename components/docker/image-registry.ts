import { type ProviderRegistryAuth } from "@pulumi/docker/types/input";
import type * as pulumi from "@pulumi/pulumi";

/** A registry by which other machines get the images that the stack's engine builds. It must speak HTTPS. */
export interface ImageRegistry {
    /** Its host, and the path below which the images are, for example `registry.example.com/team/airflow-dbt`. */
    address: string;
    /** Undefined: it asks nobody for a login. */
    login: RegistryLogin | undefined;
}

/** Who may push to a registry and pull from it. */
export interface RegistryLogin {
    user: string;
    password: pulumi.Output<string>;
}

/** Host of the registry, with its port if that is not 443. */
export function hostOf({ address }: ImageRegistry): string {
    return address.split("/")[0];
}

/** How the provider of an engine logs in. */
export function registryAuth(registry: ImageRegistry): ProviderRegistryAuth {
    const { login } = registry;
    return {
        address: hostOf(registry),
        // Without one, the provider looks for a login in the files of whoever runs Pulumi, and fails if there is none.
        ...(login ? { username: login.user, password: login.password } : { authDisabled: true }),
    };
}
