/** Files that the example shares with the user: each loses only what belongs to the example. */
export const edits: { path: string; edit: (text: string) => string }[] = [
    { path: "airflow/dags/.airflowignore", edit: withoutExampleFolders },
    { path: "dbt/dbt_project.yml", edit: withoutExampleLayers },
];

function withoutExampleFolders(text: string): string {
    return text.replace(/^(data|flights_pipeline)\/\n?/gm, "");
}

/** The example's name and the settings of its layers. A file with another name is the user's own. */
function withoutExampleLayers(text: string): string {
    if (!/^name: flights$/m.test(text)) {
        return text;
    }
    return `${text
        .replace(/^name: flights$/m, "name: my_project")
        .replace(/^(?:#.*\n)*models:\n {2}flights:\n(?: {4,}.*\n?|\n)*/m, "")
        .trimEnd()}\n`;
}
