import { rmSync } from "node:fs";
import { join } from "node:path";
import { project } from "../../commands/set-up/places";
import { fetchTrusting } from "./fetch-trusting";
import { type Ended, output, printedBy, run, say } from "./run";
import { originOf, type StackFacts } from "./stack-facts";
import { start as startGroup, type Started } from "./started";

/** A stack with its own names, ports, state and passphrase, independent of any stack that the developer runs. */
export class TestStack {
    constructor(public readonly facts: StackFacts) {}

    public get name(): string {
        return this.facts.name;
    }

    /** Ends the names of its containers, volumes, network and images. */
    public get suffix(): string {
        return this.facts.suffix;
    }

    public get ports(): StackFacts["ports"] {
        return this.facts.ports;
    }

    /** Address of Airflow's UI and API. */
    public get airflowUrl(): string {
        return `${originOf(this.facts)}:${this.ports.apiserverPort}`;
    }

    /** Address of the dbt docs. */
    public get dbtDocsUrl(): string {
        return `${originOf(this.facts)}:${this.ports.dbtDocsPort}`;
    }

    /** Asks one of its web servers. */
    public async fetch(url: string, init?: RequestInit): Promise<Response> {
        return url.startsWith("https:")
            ? fetchTrusting({ ca: await this.caCertificate() }, url, init)
            : fetch(url, init);
    }

    /** Certificate of the stack's own authority. */
    public caCertificate(): Promise<string> {
        return this.expectPulumi(["stack", "output", "caCertificate"]);
    }

    /** Runs docker on the engine that has the stack's containers; it must end with 0. */
    public docker(words: string[]): Promise<string> {
        const { elsewhere } = this.facts;
        return output("docker", [...(elsewhere ? ["--host", elsewhere.dockerHost] : []), ...words]);
    }

    /**
     * Runs one of the everyday commands of the checkout, or of the copy, in which the test works, on this stack with its settings file:
     * `npm run --silent <command> -- --stack <name> <words>`
     */
    public npm(command: string, ...words: string[]): Promise<Ended> {
        const options = { PULUMI_OPTION_CONFIG_FILE: this.configFile };
        return run("npm", ["run", "--silent", command, "--", "--stack", this.name, ...words], {
            env: { ...this.environment, ...options },
        });
    }

    /** Starts one of the everyday commands, for a test that does not let it come to its end. */
    public startNpm(command: string): Started {
        return startGroup(process.execPath, [join(project, "commands/run.mjs"), command, "--stack", this.name], {
            env: { ...this.environment, PULUMI_OPTION_CONFIG_FILE: this.configFile },
        });
    }

    /** The same for a command that must end with 0. */
    public async expectNpm(command: string, ...words: string[]): Promise<string> {
        return printedBy(`npm run ${command} -- ${words.join(" ")}`, await this.npm(command, ...words));
    }

    public set(settings: Record<string, string | number | boolean>): Promise<string> {
        const words = Object.entries(settings).flatMap(([name, value]) => ["--plaintext", `${name}=${value}`]);
        return this.expectPulumi(["config", "set-all", ...words]);
    }

    /** Sets one of an object's values by its path. */
    public setPath(path: string, value: string | number): Promise<string> {
        return this.expectPulumi(["config", "set", "--path", path, `${value}`]);
    }

    /** Sets a secret, or one of an object's values by its path, through standard input, so that it is in no command line. */
    public async setSecret(path: string, value: string): Promise<void> {
        await output(this.facts.pulumi, ["config", "set", "--secret", "--path", path, ...this.which(true)], {
            env: this.environment,
            input: value,
        });
    }

    public unset(setting: string): Promise<string> {
        return this.expectPulumi(["config", "rm", setting]);
    }

    /** Runs Pulumi on this stack, whatever comes of it. */
    public pulumi(words: string[]): Promise<Ended> {
        const takesConfig = !["stack", "cancel", "state"].includes(words[0]);
        return run(this.facts.pulumi, [...words, ...this.which(takesConfig), "--non-interactive"], {
            env: this.environment,
        });
    }

    /** Starts Pulumi on this stack, for a test that does not let it come to its end. */
    public start(words: string[]): Started {
        return startGroup(this.facts.pulumi, [...words, ...this.which(true), "--non-interactive"], {
            env: this.environment,
        });
    }

    /** Runs Pulumi, and fails with all it printed unless it ends with 0. */
    public async expectPulumi(words: string[]): Promise<string> {
        return printedBy(`pulumi ${words.join(" ")}`, await this.pulumi(words));
    }

    public async up(...words: string[]): Promise<string> {
        const began = Date.now();
        const printed = await this.expectPulumi(["up", "--yes", "--skip-preview", ...words]);
        say(`pulumi up ${words.join(" ")}: ${((Date.now() - began) / 1000).toFixed(1)} s`);
        return printed;
    }

    /** Removes all, also what is protected. */
    public async destroy(): Promise<void> {
        await this.expectPulumi(["state", "unprotect", "--all", "--yes"]);
        await this.expectPulumi(["destroy", "--yes", "--skip-preview"]);
    }

    /** Removes the state and settings; the resources must be gone. */
    public forget(): void {
        rmSync(this.facts.folder, { recursive: true, force: true });
    }

    /** The stack's settings file. */
    public get configFile(): string {
        return join(this.facts.folder, "Pulumi.settings.yaml");
    }

    private get environment(): NodeJS.ProcessEnv {
        return { ...process.env, ...this.facts.environment };
    }

    private which(takesConfig: boolean): string[] {
        return ["--stack", this.name, ...(takesConfig ? ["--config-file", this.configFile] : [])];
    }
}
