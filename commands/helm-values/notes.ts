import { commandFor } from "../stack/stack";
import { type AirflowPackages } from "./airflow-packages";
import { type DeployedStack } from "./deployed-stack";
import { imageIn } from "./image-in";

/** What the user must know of the values, as lines of a comment: what to do first, and what the stack has that they do not. */
export function notes(stack: DeployedStack, registry: string, { executor }: AirflowPackages): string {
    const { containers, images, baked, name } = stack;
    const [airflow, dbt] = [images.airflow, images.dbt].map((image) => {
        const { repository, tag } = imageIn(registry, image);
        return `docker tag ${image} ${repository}:${tag} && docker push ${repository}:${tag}`;
    });
    const first = [
        ...(registry === "REGISTRY"
            ? [`REGISTRY stands for your registry: ${commandFor({ name }, "helm-values", "--registry", "<registry>")}`]
            : []),
        airflow,
        dbt,
        `Stop the stack, or two schedulers work on one database: ${commandFor({ name }, "stop")}`,
        ...("postgres" in containers
            ? [
                  "The databases are on the stack's embedded server, which a cluster does not reach: move them to a server of your own, and set" +
                      " metaDatabaseHost",
              ]
            : []),
        ...(baked
            ? []
            : ["The images have no DAGs and no dbt project in them: set code to baked, and start the stack"]),
        ...(executor === "LocalExecutor"
            ? [
                  "For a pod for each task, add apache-airflow-providers-cncf-kubernetes to airflow/pyproject.toml: the executor becomes" +
                      " KubernetesExecutor",
              ]
            : []),
    ];
    const left = [
        "the address of the UI, and TLS: set ingress.apiServer and config.api.base_url",
        "limits of memory and processors: set resources",
        "where logs of tasks are kept without remoteLogs: set logs.persistence",
        "dbt's graph for DAGs: share the volume of dbt's docs, and mount it at /var/lib/dbt-docs",
        "scheduled backups and cleaning: back up the database server, and set databaseCleanup",
    ];
    const lines = [
        `Values of the official Helm chart of Airflow, from the stack ${name}. They hold no secret.`,
        "They have not been tried in a cluster: read what helm template makes of them first.",
        "",
        "Before helm install:",
        ...first.map((line) => `- ${line}`),
        "",
        "Not taken over:",
        ...left.map((line) => `- ${line}`),
    ];
    return lines.map((line) => `# ${line}`.trimEnd()).join("\n");
}
