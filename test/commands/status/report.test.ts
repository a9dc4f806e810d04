import { type StackContainer } from "../../../commands/stack/containers";
import { type Inside } from "../../../commands/status/inside";
import { report } from "../../../commands/status/report";

const now = new Date("2026-11-26T12:00:00Z");
const stack = { name: "prod", suffix: "dbt-simple-prod", dockerHost: undefined };
const service = (role: string, status: string): StackContainer => ({
    name: `${role}-dbt-simple-prod`,
    role,
    kind: "service",
    running: status.startsWith("Up"),
    status,
    healthy: status.endsWith("(healthy)"),
});
const services = [service("airflow-scheduler", "Up 3 hours (healthy)"), service("dbt", "Exited (0) 2 minutes ago")];
const inside: Inside = {
    airflow: "3.3.2",
    postgres: "17.6",
    dbt: undefined,
    counts: { dags: 3, running: 2, queued: 0, failed: 1 },
    importErrors: [{ file: "/opt/airflow/dags/crm.py", error: "ModuleNotFoundError: No module named 'crm'" }],
    databases: { metadata: 12_345_678, analytics: 900 },
    disk: { free: 120_000_000_000, total: 252_000_000_000 },
    logs: 0,
    backups: { count: 0, bytes: 0, newest: null, newestBytes: null, created: null },
};
const secrets = [
    { name: "fernetKey", generation: 1, days: 9 },
    { name: "jwtSecret", generation: 2, days: 400 },
];

test("tells services, versions, DAGs, backups, disk and secrets", () => {
    expect(report(stack, services, inside, { secrets, rotationDays: 365, certificates: [] }, now)).toBe(
        `Stack prod (dbt-simple-prod)

Services
  airflow-scheduler   Up 3 hours (healthy)
  dbt                 Exited (0) 2 minutes ago

Versions
  Airflow 3.3.2, dbt not running, Postgres 17.6

DAGs
  3 DAGs, 2 tasks running, 0 queued, 1 runs failed in the last 24 hours
  crm.py cannot be imported: ModuleNotFoundError: No module named 'crm'

Backups
  none on a schedule (setting backupSchedule). Make one: npm run backup -- --stack prod

Disk
  120.0 GB of 252.0 GB free
  databases: metadata 12.3 MB, analytics 900 bytes; task logs: 0 bytes; backups: 0 bytes

Secrets
  fernetKey   9 days old, due for rotation in 356 days
  jwtSecret   400 days old, due for rotation: pulumi config set --path generations.jwtSecret 3 --stack prod`,
    );
});

test("tells the workers, of which a stack may have none", () => {
    const workers = [
        { name: "big", state: "running", queues: ["heavy"], jobs: 2, secondsSinceHeartbeat: 3 },
        { name: "small", state: "unknown", queues: [], jobs: 0, secondsSinceHeartbeat: null },
    ];
    const recorded = { secrets: [], rotationDays: 365, certificates: [] };
    expect(report(stack, services, { ...inside, workers }, recorded, now)).toContain(
        `Workers
  big     running, 2 tasks, queues heavy, last heard of 3 s ago
  small   unknown, 0 tasks, all queues, last heard of never`,
    );
    expect(report(stack, services, { ...inside, workers: [] }, recorded, now)).not.toContain("Workers");
});

test("tells the commit of DAGs from git, and where to look if the repository does not answer", () => {
    const line = (minutes: number) => {
        const source = {
            commit: "3f786850e387550fdab836ed7e6dc881de23001b",
            read: now.getTime() / 1000 - 60 * minutes,
        };
        return report(stack, services, { ...inside, source }, { secrets: [], rotationDays: 0, certificates: [] }, now);
    };
    expect(line(1)).toContain("  commit 3f78685, the repository was last read 1 minutes ago\n");
    expect(line(15)).toContain("last read 15 minutes ago: npm run logs -- --stack prod dag-processor\n");
});

test("tells the newest backup", () => {
    const backups = {
        count: 7,
        bytes: 21_000_000,
        newest: "backup-dbt-simple-prod-20261126T030000Z.tar",
        newestBytes: 3_000_000,
        created: Date.parse("2026-11-26T03:00:02Z") / 1000,
    };
    expect(
        report(stack, services, { ...inside, backups }, { secrets: [], rotationDays: 0, certificates: [] }, now),
    ).toContain("Backups\n  backup-dbt-simple-prod-20261126T030000Z.tar, 3.0 MB, 8 hours old; 7 kept\n");
});

test("says so if the containers do not answer, and tells no rotation if there is no limit", () => {
    expect(report(stack, services, undefined, { secrets, rotationDays: 0, certificates: [] }, now)).toContain(
        `Airflow
  airflow-maintenance does not answer, or does not reach the database: npm run logs -- --stack prod maintenance

Secrets
  fernetKey   9 days old
  jwtSecret   400 days old`,
    );
});

test.each([
    [{ days: 200, renewal: 60 }, "valid for 200 days, renewed by an update in the last 60"],
    [{ days: 59, renewal: 60 }, "valid for 59 days, due for renewal: npm start -- --stack prod"],
    [{ days: -1, renewal: 60 }, "has expired, due for renewal: npm start -- --stack prod"],
    [{ days: 30, renewal: undefined }, "valid for 30 days"],
    [
        { days: 3, renewal: undefined },
        "valid for 3 days: pulumi config set tlsCertificate --stack prod < certificate.pem",
    ],
])("tells of a certificate with %j", (end, expected) => {
    const recorded = { secrets: [], rotationDays: 0, certificates: [{ name: "Postgres", ...end }] };
    expect(report(stack, services, undefined, recorded, now)).toContain(`Certificates\n  Postgres   ${expected}`);
});
