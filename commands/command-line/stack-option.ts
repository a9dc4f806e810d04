import { type Stack, stackNamed } from "../stack/stack";
import { UsageError } from "./attempt";

/** The command line of an everyday command: `[--stack <name>] [words …]`. */
export interface CommandLine {
    /** Default: `local`. */
    stack: Stack;
    /** The other words: they may be dbt's, Airflow's, Docker's or Pulumi's. */
    words: string[];
}

/**
 * Takes `--stack <name>` and `--help` off the front of the words and leaves the others alone. Prints the usage and ends the process
 * if help is asked for.
 *
 * @throws UsageError if `--stack` names no stack
 */
export function readCommandLine(usage: string, words = process.argv.slice(2)): CommandLine {
    const { name, rest } = stackName(words);
    if (rest[0] === "--help") {
        console.log(usage);
        process.exit(0);
    }
    return { stack: stackNamed(name), words: rest };
}

/**
 * The same for a command whose other words are Pulumi's.
 *
 * @throws UsageError if Pulumi would take another stack from them than this command
 */
export function readPulumiLine(usage: string, words?: string[]): CommandLine {
    const line = readCommandLine(usage, words);
    if (line.words.some((word) => /^(--stack(=|$)|-s)/.test(word))) {
        throw new UsageError("--stack <name> comes first, before the options of Pulumi");
    }
    return line;
}

/** The same for a command that takes nothing else. */
export function readStackAlone(usage: string, words?: string[]): Stack {
    const { stack, words: others } = readCommandLine(usage, words);
    if (others[0] === "-h") {
        return readStackAlone(usage, ["--help"]);
    }
    if (others.length > 0) {
        throw new UsageError(`Unknown argument: ${others.join(" ")}`);
    }
    return stack;
}

/**
 * For a command that takes nothing but `--help`. Prints the usage for it.
 *
 * @returns whether help was asked for
 * @throws UsageError for any other word
 */
export function isHelp(usage: string, words = process.argv.slice(2)): boolean {
    if (words.includes("--help") || words.includes("-h")) {
        console.log(usage);
        return true;
    }
    if (words.length > 0) {
        throw new UsageError(`Unknown argument: ${words.join(" ")}`);
    }
    return false;
}

function stackName(words: string[]): { name: string; rest: string[] } {
    const [first = "", ...others] = words;
    if (!/^--stack(=|$)/.test(first)) {
        return { name: "local", rest: words };
    }
    const [name, ...rest] = first === "--stack" ? others : [first.slice("--stack=".length), ...others];
    if (!name || name.startsWith("-")) {
        throw new UsageError("--stack needs the name of a stack, for example: --stack local");
    }
    return { name, rest };
}
