import * as pulumi from "@pulumi/pulumi";

/**
 * Options by which a component of this folder is recognized in the state of a stack that was made when the module of its type
 * was `container`, so that an update renames it and all below it, and replaces nothing.
 *
 * @param type the type's last part, for example `Service`
 */
export function formerlyInContainerModule(
    type: string,
    opts: pulumi.ComponentResourceOptions | undefined,
): pulumi.ComponentResourceOptions {
    return pulumi.mergeOptions(opts, { aliases: [{ type: `airflow-dbt:container:${type}` }] });
}

/**
 * The URN that a service had when it was a child of `parent` itself, before its container got a component of its own.
 *
 * @param name of the service and of its container
 */
export function formerServiceUrn(
    name: string,
    parent: pulumi.Resource | pulumi.Input<pulumi.URN> | undefined,
): pulumi.Output<pulumi.URN> {
    return pulumi.createUrn(name, "airflow-dbt:container:Service", parent);
}
