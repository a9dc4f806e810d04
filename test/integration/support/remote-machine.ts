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
    private constructor(
        private readonly folder: string,
        /** Its IP address, which this machine and its containers reach. */
        public readonly address: string,
    ) {}

    public static async start(): Promise<RemoteMachine> {
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
        const number = process.pid % 250;
        const machine = new RemoteMachine(folder, `10.213.${number}.2`);
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

    public async remove(): Promise<void> {
        writeFileSync(join(this.folder, "remove"), "");
        await waitFor("the other machine to be gone", 60, () =>
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
        mkdirSync(file("bin"));
        const [ssh] = (await output("sh", ["-c", "command -v ssh"])).split("\n");
        writeFileSync(file("bin/ssh"), `#!/bin/sh\nexec ${ssh} -F ${file("ssh_config")} "$@"\n`);
        chmodSync(file("bin/ssh"), 0o755);
        process.env.PATH = [file("bin"), process.env.PATH].join(delimiter);
    }
}
