import { spawn } from "node:child_process";
import * as pulumi from "@pulumi/pulumi";

/** A run of a job's container. */
export interface JobRunArgs {
    /** Id of the container that is started. Another container is another run. */
    container: pulumi.Input<string>;
    /** The container's name, for messages. */
    job: pulumi.Input<string>;
    /** Address of the Docker engine. Default: the one that the docker command line uses. */
    dockerHost?: pulumi.Input<string>;
    /** A secret that the job puts in force. */
    handover?: Handover;
}

/**
 * A secret that the job puts in force, and takes from the former one if there was another. It comes as one line on standard
 * input, `new` or `new,former`: no file, no environment and no command line ever holds the former one.
 */
export interface Handover {
    /** The secret. A new value is another run. */
    secret: pulumi.Input<string>;
    /**
     * Names of the containers that hold the secret. While it changes they are stopped, since what they write would be lost
     * with the former one; whoever runs the update replaces them afterwards. If the job fails they are started again.
     */
    holders: string[];
}

interface Inputs {
    container: string;
    job: string;
    dockerHost?: string;
    handover?: { secret: string; holders: string[] };
}

function docker(inputs: Inputs, words: string[], input = ""): Promise<string> {
    const host = inputs.dockerHost ? ["--host", inputs.dockerHost] : [];
    return new Promise((resolve, reject) => {
        const child = spawn("docker", [...host, ...words]);
        const [printed, errors]: [Buffer[], Buffer[]] = [[], []];
        child.stdout.on("data", (piece: Buffer) => printed.push(piece));
        child.stderr.on("data", (piece: Buffer) => errors.push(piece));
        child.on("error", (error) => reject(new Error(`docker cannot be run: ${error.message}`)));
        child.on("close", (code) => {
            const [output, error] = [printed, errors].map((pieces) => Buffer.concat(pieces).toString());
            // A container writes its errors to the second stream, and `docker logs` keeps the two apart.
            const result = words[0] === "logs" ? output + error : output.trim();
            // An attached start ends with the container's own exit code, which is asked for afterwards.
            return code === 0 || words.includes("--attach")
                ? resolve(result)
                : reject(new Error(`docker ${words[0]}: ${error.trim()}`));
        });
        // A container that ends at once closes its input early; its exit code says the rest.
        child.stdin.on("error", () => undefined);
        child.stdin.end(input);
    });
}

async function runToTheEnd(inputs: Inputs, line?: string): Promise<void> {
    await (line === undefined
        ? docker(inputs, ["start", inputs.container])
        : docker(inputs, ["start", "--attach", "--interactive", inputs.container], `${line}\n`));
    const exitCode = await docker(inputs, ["wait", inputs.container]);
    if (exitCode !== "0") {
        const log = await docker(inputs, ["logs", "--tail", "30", inputs.container]);
        throw new Error(
            `${inputs.job} ended with exit code ${exitCode}. The end of its log:\n\n${log.trimEnd()}\n\n` +
                `All of it: docker logs ${inputs.job}. Once the cause is mended, the next update runs it again.`,
        );
    }
}

async function runningHolders(inputs: Inputs): Promise<string[]> {
    const running = (await docker(inputs, ["ps", "--format", "{{.Names}}"])).split("\n");
    return (inputs.handover?.holders ?? []).filter((name) => running.includes(name));
}

async function handOver(inputs: Inputs, former: string): Promise<void> {
    const stopped = await runningHolders(inputs);
    if (stopped.length > 0) {
        await docker(inputs, ["stop", "--time", "20", ...stopped]);
    }
    await runToTheEnd(inputs, `${inputs.handover?.secret},${former}`).catch(async (error: unknown) => {
        if (stopped.length > 0) {
            await docker(inputs, ["start", ...stopped]);
        }
        throw error;
    });
}

/**
 * Starts the container and looks at its exit code. While it fails the state knows nothing of the new run, so that what
 * depends on it does not start and the next update tries again; that is why this is a resource of its own and no hook on the
 * container. A further run is an update, since only an update is told the former secret.
 */
const jobRunProvider: pulumi.dynamic.ResourceProvider = {
    async create(inputs: Inputs) {
        await runToTheEnd(inputs, inputs.handover?.secret);
        return { id: inputs.job, outs: inputs };
    },
    async update(_id: string, olds: Inputs, news: Inputs) {
        const former = olds.handover?.secret;
        await (former === undefined || former === news.handover?.secret
            ? runToTheEnd(news, news.handover?.secret)
            : handOver(news, former));
        return { outs: news };
    },
    diff(_id: string, olds: Inputs, news: Inputs) {
        return Promise.resolve({
            changes: olds.container !== news.container || olds.handover?.secret !== news.handover?.secret,
        });
    },
};

/** A run of a job's container that ended with exit code 0. */
export class JobRun extends pulumi.dynamic.Resource {
    constructor(name: string, args: JobRunArgs, opts?: pulumi.CustomResourceOptions) {
        super(
            jobRunProvider,
            name,
            { ...args },
            pulumi.mergeOptions(opts, {
                additionalSecretOutputs: ["handover"],
                aliases: [{ type: "pulumi-nodejs:dynamic/container:JobRun" }],
            }),
            "docker",
            "JobRun",
        );
    }
}
