/** Sections of `airflow.cfg` with their options. */
export type AirflowOptions = Record<string, Record<string, string>>;

/** What the chart decides by itself, or does after each update in place of the stack. */
const charts = ["core.executor", "database.check_migrations", "fab.update_fab_perms"];

/**
 * The options of an `airflow.cfg` that hold in a cluster as well, as the chart's value `config`. Those that read a secret with a command
 * are left out: the chart has environment variables for them.
 */
export function airflowOptions(file: string): AirflowOptions {
    const options: AirflowOptions = {};
    let section = "";
    for (const line of file.split("\n")) {
        const [, title] = /^\[(.+)\]$/.exec(line.trim()) ?? [];
        const [, name, value] = /^([a-z_]+)\s*=\s*(.*)$/.exec(line) ?? [];
        section = title ?? section;
        if (name !== undefined && !name.endsWith("_cmd") && !charts.includes(`${section}.${name}`)) {
            // The chart takes the values as templates.
            options[section] = { ...options[section], [name]: value.trim().replaceAll("{{", '{{ "{{" }}') };
        }
    }
    return options;
}
