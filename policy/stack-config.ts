/**
 * A setting of the stack, including its default. Up to CLI 3.220, the engine passes the config to a policy pack as it does to a program;
 * later versions do not, and the result is undefined.
 */
export function setting(name: string): string | undefined {
    const config = JSON.parse(process.env.PULUMI_CONFIG ?? "{}") as Record<string, string>;
    return config[`airflow-dbt:${name}`] || undefined;
}
