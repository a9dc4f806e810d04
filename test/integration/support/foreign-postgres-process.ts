import { type ChildProcess, execFile, spawn } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { postgresSoftware, type PostgresVersion } from "./foreign-postgres-software";
import { bareEnvironment, output } from "../../../tools/running-stack/run";

/** What a server is like; each can be changed later by a restart. */
export interface ForeignPostgresOptions {
    /** Whether clients must use TLS, may, or cannot. Default: required, as on managed servers. */
    tls?: "required" | "offered" | "off";
    /** `max_connections`, of which 3 are kept for superusers. Default: 100. */
    maxConnections?: number;
}

/** The system user `nobody`: Postgres refuses to run as root. */
const NOBODY = 65534;

/** The folder and the process of a server. Whatever becomes of this process, nothing of them stays. */
export class ForeignPostgresProcess {
    private process: ChildProcess | undefined;

    private constructor(
        public readonly folder: string,
        private readonly port: number,
    ) {}

    /** An empty server that does not run yet. */
    public static async make(
        version: PostgresVersion,
        port: number,
        superuser: string,
        password: string,
    ): Promise<ForeignPostgresProcess> {
        const software = await postgresSoftware(version);
        const folder = mkdtempSync(join(tmpdir(), "airflow-dbt-foreign-postgres-"));
        removeWhenThisEnds(folder);
        chmodSync(folder, 0o755);
        // The cache is in the home folder, where another user may not look. Links cost nothing, a copy half a second.
        await output("sh", [
            "-c",
            'cp --archive --link "$1" "$2" 2>/dev/null || { rm -rf "$2" && cp --archive "$1" "$2"; }',
            "copy",
            software,
            join(folder, "software"),
        ]);
        const [data, passwordFile] = [join(folder, "data"), join(folder, "password")];
        mkdirSync(data, { mode: 0o700 });
        writeFileSync(passwordFile, password, { mode: 0o600 });
        give(data);
        give(passwordFile);
        const words = [
            "-D",
            data,
            "-U",
            superuser,
            `--pwfile=${passwordFile}`,
            "--auth=scram-sha-256",
            "--no-sync",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
        ];
        await promisify(execFile)(join(folder, "software", "bin", "initdb"), words, { ...notRoot(), cwd: "/" });
        rmSync(passwordFile);
        return new ForeignPostgresProcess(folder, port);
    }

    /** What the server itself wrote, for when a test wonders. */
    public get log(): string {
        return readFileSync(join(this.folder, "log"), "utf8");
    }

    /** Puts the server's certificate and key in place; they count from the next start. */
    public use(certificate: string, key: string): void {
        for (const [name, content] of Object.entries({ "server.crt": certificate, "server.key": key })) {
            const file = join(this.folder, "data", name);
            writeFileSync(file, content, { mode: 0o600 });
            give(file);
        }
    }

    public start({ tls = "required", maxConnections = 100 }: ForeignPostgresOptions): void {
        const clients = { required: "hostssl", offered: "host", off: "hostnossl" }[tls];
        writeFileSync(join(this.folder, "data", "pg_hba.conf"), `${clients} all all all scram-sha-256\n`);
        const settings = {
            port: this.port,
            listen_addresses: "*",
            unix_socket_directories: "",
            max_connections: maxConnections,
            ssl: tls === "off" ? "off" : "on",
            password_encryption: "scram-sha-256",
            // Nobody needs this data after a power cut, and it leaves nothing in shared memory.
            fsync: "off",
            shared_buffers: "16MB",
            dynamic_shared_memory_type: "mmap",
        };
        const words = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
        const log = openSync(join(this.folder, "log"), "a");
        const program = join(this.folder, "software", "bin", "postgres");
        this.process = spawn(program, ["-D", join(this.folder, "data"), ...words], {
            ...notRoot(),
            cwd: "/",
            detached: true,
            stdio: ["ignore", log, log],
        });
        this.process.unref();
    }

    public get runs(): boolean {
        return this.process !== undefined && this.process.exitCode === null && this.process.signalCode === null;
    }

    /** Ends the server, and with it all connections; its data stays. */
    public async stop(): Promise<void> {
        const { process, runs } = this;
        this.process = undefined;
        if (process === undefined || !runs) {
            return;
        }
        const ended = new Promise((resolve) => process.once("exit", resolve));
        process.ref();
        // SIGINT: do not wait for clients, but write everything down.
        process.kill("SIGINT");
        await ended;
    }

    public async remove(): Promise<void> {
        await this.stop();
        rmSync(this.folder, { recursive: true, force: true });
    }
}

/** Like its namesake for stacks: a process that outlives this one, looks for it once a second, then ends the server and tidies up. */
function removeWhenThisEnds(folder: string): void {
    const script = `
        while kill -0 "$1" 2>/dev/null && [ -d "$2" ]; do sleep 1; done
        # A server works in its data folder; SIGQUIT ends it at once.
        for each in /proc/[0-9]*; do
            [ "$(readlink "$each/cwd" 2>/dev/null)" = "$2/data" ] && kill -QUIT "\${each#/proc/}" 2>/dev/null
        done
        sleep 1
        rm -rf "$2"`;
    spawn("sh", ["-c", script, "remove-remains", String(process.pid), folder], {
        cwd: "/",
        env: bareEnvironment(),
        detached: true,
        stdio: "ignore",
    }).unref();
}

/** How to start a program that refuses to be root. */
function notRoot(): { uid?: number; gid?: number } {
    return process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
}

function give(file: string): void {
    if (process.getuid?.() === 0) {
        chownSync(file, NOBODY, NOBODY);
    }
}
