import { type DeployedStack } from "./deployed-stack";
import { imageIn } from "./image-in";
import { volumesOf } from "./volumes";

/** dbt for a cluster, under the host name that Airflow's connection has: one pod with the SSH server and the docs. None of it is secret. */
export function dbtManifests(stack: DeployedStack, registry: string): object[] {
    const { repository, tag } = imageIn(registry, stack.images.dbt);
    const { volumes, mounts } = volumesOf(stack, "dbt");
    const labels = { "app.kubernetes.io/name": "dbt", "app.kubernetes.io/instance": stack.suffix };
    const image = `${repository}:${tag}`;
    const env = Object.entries(stack.containers.dbt.environment).map(([name, value]) => ({ name, value }));
    const docs = { name: "docs", mountPath: "/var/lib/dbt-docs" };
    const pod = {
        automountServiceAccountToken: false,
        terminationGracePeriodSeconds: 600,
        securityContext: {
            runAsUser: 50000,
            runAsGroup: 0,
            fsGroup: 0,
            // For the SSH server, which is not root.
            sysctls: [{ name: "net.ipv4.ip_unprivileged_port_start", value: "0" }],
        },
        containers: [
            {
                name: "dbt",
                image,
                env,
                ports: [{ name: "ssh", containerPort: 22 }],
                readinessProbe: { tcpSocket: { port: "ssh" } },
                volumeMounts: [...mounts, { name: "data", mountPath: "/var/lib/dbt" }, docs],
            },
            {
                name: "dbt-docs",
                image,
                command: ["dbt-docs-server"],
                ports: [{ name: "docs", containerPort: 8080 }],
                readinessProbe: { httpGet: { path: "/healthz", port: "docs" } },
                volumeMounts: [{ ...docs, readOnly: true }],
            },
        ],
        volumes: [...volumes, { name: "data", emptyDir: {} }, { name: "docs", emptyDir: {} }],
    };
    return [
        {
            apiVersion: "apps/v1",
            kind: "Deployment",
            metadata: { name: "dbt", labels },
            spec: {
                replicas: 1,
                selector: { matchLabels: labels },
                template: { metadata: { labels }, spec: pod },
            },
        },
        {
            apiVersion: "v1",
            kind: "Service",
            metadata: { name: "dbt", labels },
            spec: {
                selector: labels,
                ports: [
                    { name: "ssh", port: 22, targetPort: "ssh" },
                    { name: "docs", port: 8080, targetPort: "docs" },
                ],
            },
        },
    ];
}
