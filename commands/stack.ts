import { spawnSync } from "node:child_process";
import { settingsInFile } from "./set-up/stack-file";

/** A stack, as the everyday commands see it: by the labels of its containers. */
export interface Stack {
    name: string;
    /** Undefined: the engine that the docker command line uses. */
    dockerHost: string | undefined;
}

/** A container of a stack. */
export interface StackContainer {
    /** The full name. */
    name: string;
    /** What it is, without the suffix: `airflow-scheduler`, `dbt`, … */
    role: string;
    kind: "service" | "job";
    running: boolean;
    /** As the last probe of its health check found it. */
    healthy: boolean;
}

/**
 * Takes `--stack <name>` off the front of a command's words, and leaves all the others alone: they may be dbt's or Airflow's.
 * Without it the stack is `local`.
 */
export function stackAndWords(words: string[]): { stack: Stack; words: string[] } {
    const named = words[0] === "--stack";
    if (named && !words[1]) {
        fail("--stack wants the name of a stack, for example: --stack local");
    }
    const name = named ? words[1] : "local";
    return { stack: { name, dockerHost: dockerHostOf(name) }, words: named ? words.slice(2) : words };
}

/** All containers of a stack, running or not. */
export function containers(stack: Stack): StackContainer[] {
    const format = '{{.Names}}\t{{.Label "airflow-dbt.role"}}\t{{.Label "airflow-dbt.kind"}}\t{{.State}}\t{{.Status}}';
    const found = docker(stack, [
        "ps",
        "--all",
        "--filter",
        `label=airflow-dbt.stack=${stack.name}`,
        "--format",
        format,
    ]);
    return found
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => {
            const [name, role, kind, state, status] = line.split("\t");
            return {
                name,
                role,
                kind: kind as StackContainer["kind"],
                running: state === "running",
                healthy: status.endsWith("(healthy)"),
            };
        });
}

/** The one running container of a role. */
export function runningContainer(stack: Stack, role: string): string {
    const container = containers(stack).find((each) => each.role === role);
    if (!container?.running) {
        fail(
            `${role} of the stack ${stack.name} is not running. Start the stack: ${stack.name === "local" ? "npm start" : `pulumi up -s ${stack.name}`}`,
        );
    }
    return container.name;
}

/** Runs docker and gives its output; ends the command with docker's own words if it fails. */
export function docker(stack: Stack, words: string[]): string {
    const { status, stdout, stderr, error } = spawnSync("docker", [...hostOption(stack), ...words], {
        encoding: "utf8",
    });
    if (error || status !== 0) {
        fail(error ? `docker cannot be run: ${error.message}` : stderr.trim());
    }
    return stdout.trimEnd();
}

/** Hands the terminal over to docker, and ends with its exit code. */
export function becomeDocker(stack: Stack, words: string[]): never {
    // Ctrl-C is for the program in the container, whose end this waits for.
    process.on("SIGINT", () => undefined);
    const { status, signal } = spawnSync("docker", [...hostOption(stack), ...words], { stdio: "inherit" });
    process.exit(status ?? (signal === "SIGINT" ? 130 : 1));
}

/** `docker exec` with a terminal just when there is one. */
export function becomeCommandIn(stack: Stack, container: string, command: string[]): never {
    const terminal = process.stdin.isTTY && process.stdout.isTTY ? ["--tty"] : [];
    becomeDocker(stack, ["exec", "--interactive", ...terminal, container, ...command]);
}

/** Ends the command: one clear line, exit code 1. */
export function fail(message: string): never {
    console.error(message);
    process.exit(1);
}

function hostOption(stack: Stack): string[] {
    return stack.dockerHost ? ["--host", stack.dockerHost] : [];
}

/** The file with a stack's settings; `acme/prod`, of an organization on Pulumi Cloud, has the one of `prod`. */
export function stackFile(stack: string): string {
    return `Pulumi.${stack.split("/").at(-1)}.yaml`;
}

/** From the stack's file, since asking Pulumi takes half a second. */
function dockerHostOf(stack: string): string | undefined {
    const { dockerHost: host } = settingsInFile(stackFile(stack));
    return typeof host === "string" && host !== "" ? host : undefined;
}
