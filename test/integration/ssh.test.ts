import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AirflowApi } from "../../tools/running-stack/airflow-api";
import { allHealthy, container, inContainer } from "../../tools/running-stack/containers";
import { output, run } from "../../tools/running-stack/run";
import { sharedStack } from "./support/shared-stack";

const stack = sharedStack();

/** Python in the scheduler, with Airflow's own SSH client logged in to dbt: by the key and the pinned host of the connection. */
async function withClient(body: string, ...words: string[]): Promise<string> {
    const script = `
import os, sys
from airflow.models.connection import Connection
from airflow.providers.ssh.hooks.ssh import SSHHook
# Outside a task a hook looks for connections in the environment only.
os.environ["AIRFLOW_CONN_DBT_SSH"] = Connection.get_connection_from_secrets("dbt_ssh").as_json()
with SSHHook("dbt_ssh").get_conn() as client:
    ${body}`;
    return inContainer(stack, "airflow-scheduler", "python", "-c", script, ...words);
}

/** A command over SSH, as one of Airflow's tasks runs it. */
function overSsh(command: string): Promise<string> {
    const body = `
    _, out, err = client.exec_command(sys.argv[1])
    sys.stdout.write(out.read().decode() + err.read().decode())
    sys.exit(out.channel.recv_exit_status())`;
    return withClient(body.trim(), command);
}

/** What sshd says to OpenSSH's client, from inside the dbt container, with another key or none. */
async function sshWith(...options: string[]) {
    const { Id } = await container(stack, "dbt");
    const common = [
        "-o",
        "StrictHostKeyChecking=no",
        "-o",
        "UserKnownHostsFile=/dev/null",
        "-o",
        "BatchMode=yes",
        "-o",
        "ConnectTimeout=5",
    ];
    return run("docker", ["exec", Id, "ssh", ...common, ...options]);
}

describe("a command that comes over SSH", () => {
    test("runs as the user airflow, with dbt's environment", async () => {
        const printed = await overSsh("whoami; echo target=$DBT_TARGET user=$LOCAL_ANALYTICS_POSTGRES_USER; pwd");
        expect(printed).toContain("airflow");
        expect(printed).toContain("target=local user=analytics");
    });

    test("finds dbt without a path", async () => {
        expect(await overSsh("cd /usr/app && dbt --version")).toMatch(/installed: 1\.11/);
    });

    test("gives its exit code back", async () => {
        await expect(overSsh("cd /usr/app && dbt run --select no_such_option --no-such-option")).rejects.toThrow(
            /ended with 2/,
        );
    });
});

describe("dbt's sshd", () => {
    test("refuses a login without the key, and offers no password", async () => {
        const refused = await sshWith("-v", "airflow@dbt", "true");
        expect(refused.code).toBe(255);
        expect(refused.output).toContain("Permission denied (publickey)");
    });

    test("does not let root in", async () => {
        expect((await sshWith("root@dbt", "true")).output).toContain("Permission denied (publickey)");
    });

    test("shows only its own RSA key, the one that the stack made", async () => {
        const shown = await inContainer(stack, "dbt", "sh", "-c", "ssh-keyscan -t rsa,ecdsa,ed25519 dbt 2>/dev/null");
        const keys = shown.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
        expect(keys).toHaveLength(1);
        const made = await inContainer(stack, "dbt", "ssh-keygen", "-y", "-f", "/dev/null").catch(() => "");
        expect(made).toBe("");
        expect(keys[0]).toContain("ssh-rsa ");
    });

    test("forwards nothing", async () => {
        const settings = await inContainer(
            stack,
            "dbt",
            "sh",
            "-c",
            "cat /etc/ssh/sshd_config /etc/ssh/sshd_config.d/*.conf 2>/dev/null; true",
        );
        expect(settings).toMatch(/^DisableForwarding yes/m);
        expect(settings).toMatch(/^PasswordAuthentication no/m);
        expect(settings).toMatch(/^PermitRootLogin no/m);
        expect(settings).toMatch(/^AllowUsers airflow/m);
        const tunnel = `client.get_transport().open_channel("direct-tcpip", ("postgres", 5432), ("127.0.0.1", 0), timeout=5)`;
        await expect(withClient(tunnel)).rejects.toThrow(/Administratively prohibited/);
    });

    test("and the whole container have no capability, and no process of root", async () => {
        const { Id } = await container(stack, "dbt");
        expect(await output("docker", ["exec", Id, "grep", "CapEff", "/proc/1/status"])).toContain("0000000000000000");
        const users = await output("docker", ["exec", Id, "sh", "-c", "stat -c %u /proc/[0-9]* | sort -u"]);
        expect(users).toBe("50000");
    });
});

describe("a dbt host with another key", () => {
    test("is refused by the task", async () => {
        const api = await AirflowApi.loggedIn(stack);
        const { Id } = await container(stack, "dbt");
        const folder = mkdtempSync(join(tmpdir(), "airflow-dbt-impostor-"));
        try {
            await output("ssh-keygen", ["-q", "-t", "rsa", "-b", "3072", "-N", "", "-f", join(folder, "key")]);
            chmodSync(join(folder, "key"), 0o644); // The copy is root's, and sshd is not root.
            await output("docker", ["cp", join(folder, "key"), `${Id}:/etc/ssh/ssh_host_rsa_key`]);
            await output("docker", ["restart", Id]);
            await allHealthy(stack);
            const id = await api.trigger("dbt_run");
            expect(await api.ended("dbt_run", id)).toBe("failed");
            const [task] = await api.tasks("dbt_run", id);
            expect(await api.log("dbt_run", id, task)).toContain("BadHostKeyException");
        } finally {
            rmSync(folder, { recursive: true });
            await output("docker", ["rm", "--force", Id]);
            await stack.up("--refresh");
        }
        const id = await api.trigger("flights");
        expect(await api.ended("flights", id)).toBe("success");
    });
});
