/**
 * A setting of the stack that is being checked, defaults included. The engine hands the config to a policy pack as it does to a program;
 * from CLI 3.221 on it no longer does, and the answer is undefined.
 */
export function setting(name: string): string | undefined {
    const config = JSON.parse(process.env.PULUMI_CONFIG ?? "{}") as Record<string, string>;
    return config[`airflow-dbt:${name}`] || undefined;
}
