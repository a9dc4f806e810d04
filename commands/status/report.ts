import { basename } from "node:path";
import { type StackContainer } from "../stack/containers";
import { commandFor, type Stack, startCommand } from "../stack/stack";
import { type CertificateEnd } from "./certificates";
import { type Inside } from "./inside";
import { type SecretAge } from "./secret-ages";

/** What the state and the settings tell. */
export interface Recorded {
    secrets: SecretAge[];
    /** After how many days the secrets are due for rotation; with 0, they never are. */
    rotationDays: number;
    certificates: CertificateEnd[];
}

type Worker = NonNullable<Inside["workers"]>[number];

/** What `npm run status` prints. */
export function report(
    stack: Stack,
    services: StackContainer[],
    inside: Inside | undefined,
    { secrets, rotationDays, certificates }: Recorded,
    now: Date,
): string {
    const sections: [string, string[]][] = [
        ["Services", columns(services.map(({ role, status }) => [role, status]))],
        ...(inside === undefined ? [unknown(stack)] : known(stack, inside, now)),
        ["Secrets", columns(secrets.map((secret) => [secret.name, age(stack, secret, rotationDays)]))],
        ["Certificates", columns(certificates.map((certificate) => [certificate.name, validity(stack, certificate)]))],
    ];
    const text = sections
        .filter(([, lines]) => lines.length > 0)
        .map(([title, lines]) => [title, ...lines.map((line) => `  ${line}`)].join("\n"));
    return [`Stack ${stack.name} (${stack.suffix})`, ...text].join("\n\n");
}

function known(stack: Stack, inside: Inside, now: Date): [string, string[]][] {
    const { counts, importErrors, disk } = inside;
    const databases = Object.entries(inside.databases).map(([name, size]) => `${name} ${bytes(size)}`);
    return [
        ["Versions", [`Airflow ${inside.airflow}, dbt ${inside.dbt ?? "not running"}, Postgres ${inside.postgres}`]],
        [
            "DAGs",
            [
                `${counts.dags} DAGs, ${counts.running} tasks running, ${counts.queued} queued, ${counts.failed} runs failed in the last 24 hours`,
                ...commit(stack, inside, now),
                ...importErrors.map(({ file, error }) => `${basename(file)} cannot be imported: ${error}`),
            ],
        ],
        ["Workers", columns((inside.workers ?? []).map((worker) => [worker.name, condition(worker)]))],
        ["Backups", [newest(stack, inside, now)]],
        [
            "Disk",
            [
                `${bytes(disk.free)} of ${bytes(disk.total)} free`,
                `databases: ${databases.join(", ")}; task logs: ${bytes(inside.logs)}; backups: ${bytes(inside.backups.bytes)}`,
            ],
        ],
    ];
}

function commit(stack: Stack, { source }: Inside, now: Date): string[] {
    if (!source?.commit || source.read === null) {
        return [];
    }
    const minutes = Math.floor((now.getTime() / 1000 - source.read) / 60);
    const text = `commit ${source.commit.slice(0, 7)}, the repository was last read ${minutes} minutes ago`;
    return [minutes < 15 ? text : `${text}: ${commandFor(stack, "logs", "dag-processor")}`];
}

function unknown(stack: Stack): [string, string[]] {
    const logs = commandFor(stack, "logs", "maintenance");
    return ["Airflow", [`airflow-maintenance does not answer, or does not reach the database: ${logs}`]];
}

function condition({ state, queues, jobs, secondsSinceHeartbeat: seconds }: Worker): string {
    const served = queues.length > 0 ? `queues ${queues.join(", ")}` : "all queues";
    return `${state}, ${jobs} tasks, ${served}, last heard of ${seconds === null ? "never" : `${seconds} s ago`}`;
}

function newest(stack: Stack, { backups }: Inside, now: Date): string {
    if (backups.newest === null) {
        return `none on a schedule (setting backupSchedule). Make one: ${commandFor(stack, "backup")}`;
    }
    const hours = Math.floor((now.getTime() / 1000 - backups.created) / 3600);
    return `${backups.newest}, ${bytes(backups.newestBytes)}, ${hours} hours old; ${backups.count} kept`;
}

function age(stack: Stack, { name, generation, days }: SecretAge, rotationDays: number): string {
    const old = `${days} days old`;
    if (rotationDays === 0) {
        return old;
    }
    return days < rotationDays
        ? `${old}, due for rotation in ${rotationDays - days} days`
        : `${old}, due for rotation: pulumi config set --path generations.${name} ${generation + 1} --stack ${stack.name}`;
}

function validity(stack: Stack, { days, renewal }: CertificateEnd): string {
    const valid = days < 0 ? "has expired" : `valid for ${days} days`;
    if (renewal === undefined) {
        return days < 30 ? `${valid}: pulumi config set tlsCertificate --stack ${stack.name} < certificate.pem` : valid;
    }
    return days < renewal
        ? `${valid}, due for renewal: ${startCommand(stack)}`
        : `${valid}, renewed by an update in the last ${renewal}`;
}

function columns(rows: string[][]): string[] {
    const width = Math.max(...rows.map(([first]) => first.length));
    return rows.map(([first, second]) => `${first.padEnd(width)}   ${second}`);
}

/** For a person to read: 3.0 MB. */
function bytes(count: number): string {
    const units = ["bytes", "kB", "MB", "GB", "TB"];
    const power = Math.min(Math.floor(Math.log10(Math.max(count, 1)) / 3), units.length - 1);
    return `${(count / 1000 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
}
