/** A Docker engine: one that answers, or, as root on Debian or Ubuntu, one that is installed and started. */
import { spawn } from "node:child_process";
import { existsSync, openSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { run, succeeds } from "./command";
import { aptInstall, debian } from "./debian";
import { ask, DEFAULT_ENGINE, engineAddress } from "./engine-api";
import { onPath } from "./places";
import { step } from "./progress";

const LOG = "/var/log/dockerd.log";

/** What the docker plugin, which knows no contexts, needs to be told to find the engine, which answers. */
export async function dockerEngine(): Promise<Record<string, string>> {
    const address = engineAddress();
    const answer = await answers(address);
    if (answer !== true) {
        await provide(address, answer);
    }
    return chosenEngine();
}

/** The same, whether the engine answers or not. */
export function chosenEngine(): Record<string, string> {
    const address = engineAddress();
    return address === DEFAULT_ENGINE ? {} : { DOCKER_HOST: address };
}

/** True, or the reason why not. */
async function answers(address: string): Promise<true | string> {
    const status = await ask(address, "/_ping");
    if (status === 200) {
        return true;
    }
    if (status !== undefined) {
        return String(status);
    }
    return (await succeeds("docker", ["version"], { limit: 15000 })) || "'docker version' fails";
}

async function provide(address: string, reason: string): Promise<void> {
    if (address !== DEFAULT_ENGINE) {
        throw new Error(
            `the Docker engine at ${address} does not answer (${reason}): start it, or choose another one with DOCKER_HOST or 'docker context use'`,
        );
    }
    if (reason === "EACCES") {
        throw new Error("you may not use the Docker engine: run 'sudo usermod -aG docker $USER', then log in again");
    }
    if (process.getuid?.() !== 0 || !debian()) {
        const how = debian() ? "sudo apt-get install docker.io" : "see docs.docker.com/engine/install";
        throw new Error(
            `no Docker engine answers at ${address} (${reason}): install one (${how}) or start it (sudo systemctl start docker)`,
        );
    }
    if (!onPath("dockerd")) {
        await step("installing Docker", () => aptInstall(["docker.io", "iptables"]));
    }
    await step("starting the Docker engine", start);
}

async function start(): Promise<void> {
    if (existsSync("/run/systemd/system")) {
        await run("systemctl", ["start", "docker"]);
    } else if ((await answers(DEFAULT_ENGINE)) !== true) {
        // Of a process group of its own, so that Ctrl-C in this terminal does not end it.
        const log = openSync(LOG, "a");
        spawn("dockerd", [], { detached: true, stdio: ["ignore", log, log] }).unref();
    }
    for (let tries = 0; tries < 120; tries++) {
        if ((await answers(DEFAULT_ENGINE)) === true) {
            return;
        }
        await sleep(500);
    }
    const end = existsSync(LOG)
        ? readFileSync(LOG, "utf8").trim().split("\n").slice(-10).join("\n")
        : "it wrote no log";
    throw new Error(`the Docker engine was started but does not answer within 60 s. The end of ${LOG}:\n${end}`);
}
