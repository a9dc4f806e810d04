import * as pulumi from "@pulumi/pulumi";
import { formerServiceUrn } from "../docker/former-type";

/**
 * The URN of a program's service in a stack that was made when one component, `AirflowServices`, held the services of all
 * programs.
 *
 * @param name of the program's component
 * @param opts its options
 */
export function formerlyInAirflowServices(
    name: string,
    opts: pulumi.ComponentResourceOptions | undefined,
): pulumi.Output<pulumi.URN> {
    const services = pulumi.createUrn("airflow-services", "airflow-dbt:airflow:AirflowServices", opts?.parent);
    return formerServiceUrn(name, services);
}
