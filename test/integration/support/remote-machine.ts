import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { aptInstall } from "../../../commands/set-up/debian";
import { onPath } from "../../../commands/set-up/places";
import { bareEnvironment, output, run, say, waitFor } from "../../../tools/running-stack/run";

/**
 * Another machine with a Docker engine, reached over SSH: a network namespace of this one, with a daemon that sees neither this
 * machine's containers nor the checkout. Needs root. It is gone with the test, even if that is killed.
 */
export class RemoteMachine {
    /** The machine's own `ssh`. */
    private static ssh: string | undefined;
    /** Settings of all machines of this process, for `ssh` to know each. */
    private static readonly configs: string[] = [];

    private constructor(
        private readonly folder: string,
        private readonly number: number,
        /** Its IP address, which this machine and its containers reach. */
        public readonly address: string,
    ) {}

    /** @param which tells two of one test apart: 0 or 1 */
    public static async start(which: 0 | 1 = 0): Promise<RemoteMachine> {
        if (process.getuid?.() !== 0) {
            throw new Error(
                "A second machine is made of a network namespace, which only root may make: run the tests as root",
            );
        }
        process.env.PATH = [process.env.PATH, "/usr/sbin", "/sbin"].join(delimiter);
        if (!onPath("sshd")) {
            say("installing openssh-server");
            await aptInstall(["openssh-server", "openssh-client", "iproute2"]);
        }
        const folder = mkdtempSync(join(tmpdir(), "airflow-dbt-remote-machine-"));
        const number = (process.pid % 125) * 2 + which;
        const machine = new RemoteMachine(folder, number, `10.213.${number}.2`);
        await machine.makeKeys();
        const words = [
            join(__dirname, "remote-machine.sh"),
            String(process.pid),
            folder,
            String(number),
            process.cwd(),
        ];
        spawn("sh", words, { cwd: "/", env: bareEnvironment(), detached: true, stdio: "ignore" }).unref();
        await waitFor("the other machine's Docker engine", 60, async () => {
            const { code } = await run("docker", ["--host", machine.dockerHost, "version"]);
            return code === 0 ? true : undefined;
        }).catch((error: Error) => {
            throw new Error(`${error.message}\n${readFileSync(join(folder, "log"), "utf8").slice(-2000)}`);
        });
        return machine;
    }

    /** The setting `dockerHost` of a stack that runs there. */
    public get dockerHost(): string {
        return `ssh://root@${this.address}`;
    }

    /** Brings an image of this machine there, as a registry would. */
    public async bring(image: string): Promise<void> {
        say(`bringing ${image} to the other machine`);
        await output("sh", ["-c", 'docker save "$1" | docker --host "$2" load', "bring", image, this.dockerHost]);
    }

    /** Runs docker on its engine; it must end with 0. */
    public docker(words: string[]): Promise<string> {
        return output("docker", ["--host", this.dockerHost, ...words]);
    }

    /** Cuts it off the network, or ends that. */
    public async setNetwork(state: "up" | "down"): Promise<void> {
        await output("ip", ["link", "set", `adbt-${this.number}`, state]);
    }

    public async remove(): Promise<void> {
        writeFileSync(join(this.folder, "remove"), "");
        await waitFor("the other machine to be gone", 120, () =>
            Promise.resolve(existsSync(this.folder) ? undefined : true),
        );
    }

    /** Key pairs, both sides' settings, and an `ssh` that reads them: the person's own ~/.ssh is neither read nor written. */
    private async makeKeys(): Promise<void> {
        const file = (name: string) => join(this.folder, name);
        for (const name of ["host_key", "client_key"]) {
            await output("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", file(name)]);
        }
        writeFileSync(file("known_hosts"), `${this.address} ${readFileSync(file("host_key.pub"), "utf8")}`);
        writeFileSync(
            file("sshd_config"),
            [
                `ListenAddress ${this.address}`,
                `HostKey ${file("host_key")}`,
                `AuthorizedKeysFile ${file("client_key.pub")}`,
                `PidFile ${file("sshd.pid")}`,
                "PermitRootLogin prohibit-password",
                "StrictModes no",
                `SetEnv DOCKER_HOST=unix://${file("docker.sock")}`,
                "",
            ].join("\n"),
        );
        writeFileSync(
            file("ssh_config"),
            [
                ...RemoteMachine.configs.map((config) => `Include ${config}`),
                `Host ${this.address}`,
                `    IdentityFile ${file("client_key")}`,
                `    UserKnownHostsFile ${file("known_hosts")}`,
                "    StrictHostKeyChecking yes",
                // As the README advises: sshd turns away more than ten connections that have not logged in yet.
                "    ControlMaster auto",
                `    ControlPath ${file("control")}`,
                "    ControlPersist 10",
                "",
            ].join("\n"),
        );
        RemoteMachine.configs.push(file("ssh_config"));
        mkdirSync(file("bin"));
        RemoteMachine.ssh ??= await output("sh", ["-c", "command -v ssh"]);
        writeFileSync(file("bin/ssh"), `#!/bin/sh\nexec ${RemoteMachine.ssh} -F ${file("ssh_config")} "$@"\n`);
        chmodSync(file("bin/ssh"), 0o755);
        process.env.PATH = [file("bin"), process.env.PATH].join(delimiter);
    }
}
