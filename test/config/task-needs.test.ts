import { createHash } from "node:crypto";
import { program } from "../../tools/mocked/program";
import { only, type Registered } from "../../tools/mocked/registered";
import { keyFile } from "../support/key-file";
import { settings as allSettings } from "../../tools/docs/settings-file";

// Ports of the machine that runs the tests are not the program's concern here.
jest.mock("../../config/taken-ports", () => ({ refuseTakenPorts: () => Promise.resolve() }));
jest.mock("../../config/unknown-to-state", () => ({ refuseUnknownToState: () => Promise.resolve() }));

const existing = { metaDatabaseHost: "db.example.com" };
const admin = { metaDatabaseAdminPassword: "of-the-admin" };

/** A change of each setting of a stack, with the settings and secrets that it needs. */
const changes: Record<string, { settings?: object; secrets?: Record<string, string>; from?: object }> = {
    bindAddress: { settings: { bindAddress: "127.0.0.2" } },
    postgresBindAddress: { settings: { postgresBindAddress: "0.0.0.0" } },
    tls: { settings: { tls: "own-ca" } },
    hostName: { settings: { hostName: "airflow.example.com" } },
    memoryLimits: { settings: { memoryLimits: { "airflow-scheduler": 2000 } } },
    cpuLimits: { settings: { cpuLimits: { dbt: 1 } } },
    imageRegistry: { settings: { imageRegistry: "registry.example.com/team" } },
    imageRegistryUser: {
        from: { imageRegistry: "registry.example.com/team", imageRegistryUser: "robot" },
        settings: { imageRegistryUser: "other" },
        secrets: { imageRegistryPassword: "of-the-registry" },
    },
    imageRegistryPassword: {
        settings: { imageRegistry: "registry.example.com/team", imageRegistryUser: "robot" },
        secrets: { imageRegistryPassword: "of-the-registry" },
    },
    code: { settings: { code: "baked" } },
    dags: { settings: { dags: { git: { url: "https://git.example.com/dags.git", ref: "main" } } } },
    dagsDeployKey: {
        settings: {
            dags: {
                git: {
                    url: "git@git.example.com:dags.git",
                    ref: "main",
                    knownHosts: "git.example.com ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9ok",
                },
            },
        },
        secrets: { dagsDeployKey: "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----" },
    },
    apiserverPort: { settings: { apiserverPort: 9001 } },
    dbtDocsPort: { settings: { dbtDocsPort: 9002 } },
    postgresPort: { settings: { postgresPort: 9003 } },
    adminUser: { settings: { adminUser: "captain" } },
    adminPassword: { secrets: { adminPassword: "another password" } },
    singleSignOn: {
        secrets: {
            singleSignOn: JSON.stringify({
                issuer: "https://id.example.com",
                clientId: "airflow",
                clientSecret: "hidden",
                defaultRole: "Viewer",
            }),
        },
    },
    timezone: { settings: { timezone: "UTC" } },
    fernetKey: { secrets: { fernetKey: `${"a".repeat(43)}=` } },
    airflowCli: { settings: { airflowCli: true } },
    drainSeconds: { settings: { drainSeconds: 60 } },
    variables: { settings: { variables: { CRM: "1" } } },
    airflowVariables: { settings: { airflowVariables: { CRM: "1" } } },
    dbtVariables: { settings: { dbtVariables: { CRM: "1" } } },
    connections: { secrets: { connections: '{"crm":"http://crm.example.com"}' } },
    pools: { settings: { pools: { crm: 4 } } },
    workers: { settings: { workers: [{ name: "small" }] } },
    tasksRunOn: { from: { workers: [{ name: "small" }] }, settings: { tasksRunOn: "scheduler" } },
    failureNotice: { secrets: { failureNotice: "https://hooks.example.com/x" } },
    metricsEndpoint: { settings: { metricsEndpoint: "http://collector:4318" } },
    secretRotationDays: { settings: { secretRotationDays: 90 } },
    sshConnectionId: { settings: { sshConnectionId: "dbt" } },
    dbtTarget: { settings: { dbtTarget: "prod" } },
    warmDbt: { settings: { warmDbt: false } },
    remoteLogs: { settings: { remoteLogs: "gs://my-logs/airflow" } },
    remoteLogsCredentials: {
        settings: { remoteLogs: "gs://my-logs/airflow" },
        secrets: { remoteLogsCredentials: keyFile() },
    },
    metaDatabaseName: { settings: { metaDatabaseName: "other" } },
    metaDatabaseUser: { settings: { metaDatabaseUser: "other" } },
    metaDatabasePassword: { secrets: { metaDatabasePassword: "another password" } },
    metaDatabaseConnectionLimit: { settings: { metaDatabaseConnectionLimit: 77 } },
    metaDatabaseReadOnlyUser: { settings: { metaDatabaseReadOnlyUser: "viewer" } },
    metaDatabaseHost: { settings: existing, secrets: admin },
    metaDatabasePort: { from: existing, settings: { metaDatabasePort: 5433 }, secrets: admin },
    metaDatabaseSslMode: { from: existing, settings: { metaDatabaseSslMode: "disable" }, secrets: admin },
    metaDatabaseAdminUser: { from: existing, settings: { metaDatabaseAdminUser: "root" }, secrets: admin },
    analyticsDatabase: { settings: { analyticsDatabase: "other" } },
    analyticsUser: { settings: { analyticsUser: "other" } },
    analyticsPassword: { secrets: { analyticsPassword: "another password" } },
    analyticsConnectionLimit: { settings: { analyticsConnectionLimit: 77 } },
    analyticsStatementTimeout: { settings: { analyticsStatementTimeout: 60 } },
    analyticsReadOnlyUser: { settings: { analyticsReadOnlyUser: "viewer" } },
    backupSchedule: { settings: { backupSchedule: "0 3 * * *" } },
    backupsKept: { from: { backupSchedule: "0 3 * * *" }, settings: { backupsKept: 3 } },
    backupFolder: { settings: { backupFolder: "/srv/backups" } },
    cleaningSchedule: { from: { logRetentionDays: 30 }, settings: { cleaningSchedule: "0 4 * * *" } },
    databaseRetentionDays: { settings: { databaseRetentionDays: 90 } },
    logRetentionDays: { settings: { logRetentionDays: 90 } },
    warehouse: { settings: { warehouse: "bigquery", bigqueryProject: "my-project", bigqueryCredentials: "none" } },
    ...Object.fromEntries(
        [
            "adminPassword",
            "analyticsPassword",
            "apiSecretKey",
            "backupKey",
            "fernetKey",
            "jwtSecret",
            "metaDatabasePassword",
            "postgresPassword",
            "sshKeys",
        ].map((name) => [`generations.${name}`, { settings: { generations: { [name]: 2 } } }]),
    ),
    ...Object.fromEntries(
        ["jwtPrivateKey", "workerSecret"].map((name) => [
            `generations.${name}`,
            { from: { workers: [{ name: "small" }] }, settings: { generations: { [name]: 2 } } },
        ]),
    ),
};

/** Roles of the containers without which a task fails. */
const needed = ["airflow-apiserver", "airflow-scheduler", "dbt", "postgres"];

/** What tasks need as the program registers it: containers, and how roles log in. */
function ofTasks(resources: Registered[], containers: string[]): string {
    const container = (name: string) => {
        const found = resources.find(
            (each) => each.type === "docker:index/container:Container" && each.name === name,
        )?.inputs;
        // A longer or shorter time to end replaces nothing.
        return { ...found, destroyGraceSeconds: undefined };
    };
    const roles = resources.filter(({ type }) => type === "postgresql:index/role:Role");
    // A new generation of a generated value is a replacement of its resource.
    const generated = resources.filter(({ replacementTrigger: trigger }) => trigger !== undefined);
    const values = [
        ...containers.map(container),
        ...roles.map(({ name, inputs }) => [name, inputs.password]).sort(),
        ...generated
            .filter(({ name }) => !/airflow-secrets-admin|backup-key|read-only/.test(name))
            .map(({ name, replacementTrigger }) => [name, replacementTrigger])
            .sort(),
    ];
    return createHash("sha256").update(JSON.stringify(values)).digest("hex");
}

interface Seen {
    tasks: string;
    /** The same without the API server, for which tasks wait a minute. */
    beside: string;
    needs: unknown;
}

const seen = async (settings: object, secrets: Record<string, string>): Promise<Seen> => {
    const { resources } = await program("local", { settings: { ...settings }, secrets });
    const { inputs } = only(resources, "pulumi-nodejs:dynamic/airflow:Pause", "task-pause");
    const beside = needed.filter((name) => name !== "airflow-apiserver");
    return { tasks: ofTasks(resources, needed), beside: ofTasks(resources, beside), needs: inputs.needs };
};

const former = new Map<string, Promise<Seen>>();

/** The stack before a change. Most changes have the same one. */
function before(settings: object, secrets: Record<string, string>): Promise<Seen> {
    const key = JSON.stringify([settings, secrets]);
    const found = former.get(key) ?? seen(settings, secrets);
    former.set(key, found);
    return found;
}

const independent = [
    "imageRegistryUser",
    "adminUser",
    "adminPassword",
    "airflowCli",
    "drainSeconds",
    "connections",
    "pools",
    "failureNotice",
    "secretRotationDays",
];

/** An update replaces the API server, and tasks go on. */
const ofApiServer = ["dbtDocsPort", "singleSignOn"];

test.each(Object.entries(changes))(
    "%s: pauses tasks if they need it",
    async (setting, { from, settings, secrets = {} }) => {
        const [one, other] = [
            await before(from ?? {}, from ? secrets : {}),
            await seen({ ...from, ...settings }, secrets),
        ];
        if (independent.includes(setting)) {
            expect(other).toEqual(one);
        } else if (ofApiServer.includes(setting)) {
            expect(other).toEqual({ ...one, tasks: expect.not.stringMatching(one.tasks) as string });
        } else if (other.tasks !== one.tasks) {
            expect(other.needs).not.toBe(one.needs);
        }
    },
);

test("every setting of a local stack is tried", () => {
    // The suffix names the stack; the others are of prod, and count as the tried ones of their kind do.
    const left =
        /^(containerSuffix|dockerHost|generations|tls(Certificate|PrivateKey)|acme.*|bigquery.*|googleApi.*|metaDatabase(Managed|Admin.*|Ssl.*|Ca.*|Client.*)|analytics(Host|Port|Ssl.*|Ca.*|Client.*))$/;
    const names = allSettings().map(({ name }) => name);
    expect(names.filter((name) => !(name in changes) && !left.test(name))).toEqual([]);
});
