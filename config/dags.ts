import { closest } from "fastest-levenshtein";
import { type GitDags } from "../components/airflow/git-dags";
import { deployKey } from "./deploy-key";
import { ref, subdir } from "./git-content";
import { gitUrl, knownHosts, type SshAddress, sshAddress } from "./git-server";
import { object } from "./maps";
import { type SettingsReader } from "./reader";
import { caCertificate } from "./server";
import { refuseSetTwice } from "./set-twice";
import { BadValue } from "./values";

const setting = "dags";

/** The fields of `dags.git`, each with what checks its value. */
const fields: Record<string, (text: string) => string> = {
    url: gitUrl,
    ref,
    subdir,
    refreshSeconds,
    knownHosts,
    caCertificate,
};

/** Airflow's options that the setting sets. Without it they are the user's own. */
const options = ["AIRFLOW__DAG_PROCESSOR__DAG_BUNDLE_CONFIG_LIST", "AIRFLOW__DAG_PROCESSOR__DAG_BUNDLE_STORAGE_PATH"];

/** The git repository with the DAGs; undefined: they come with the code. */
export function readDags(reader: SettingsReader): GitDags | undefined {
    const given = reader.optional(setting, object);
    const key = reader.secret("dagsDeployKey", deployKey);
    if (given === undefined || Object.keys(given).length === 0) {
        return undefined;
    }
    refuseUnknown(reader, given, ["git"], setting);
    const git = given.git as Record<string, unknown> | undefined;
    if (typeof git !== "object" || git === null) {
        reader.refuse(setting, "git is missing: the repository with the DAGs", set("url"));
        return undefined;
    }
    refuseUnknown(reader, git, Object.keys(fields), `${setting}.git`);
    refuseSetTwice(reader, Object.fromEntries(options.map((name) => [name, setting])));
    const { url, ref, subdir, refreshSeconds, knownHosts: hosts, caCertificate: authority } = checked(reader, git);
    const ssh = url === undefined ? undefined : sshAddress(url);
    if (ssh !== undefined) {
        refuseWithoutSsh(reader, ssh, git.knownHosts === undefined, hosts);
        reader.needed(key, "dagsDeployKey", "it is missing, and dags: git.url is reached over SSH", setKey);
        if (authority !== undefined) {
            reader.refuse(
                setting,
                "git.caCertificate is for an address with https://; over SSH, git.knownHosts says which server it is",
                "pulumi config rm --path dags.git.caCertificate",
            );
        }
    }
    return {
        url: reader.needed(url ?? (git.url && ""), setting, "git.url is missing", set("url")) as string,
        ref: reader.needed(
            ref ?? (git.ref && ""),
            setting,
            "git.ref is missing: a branch or a tag",
            set("ref"),
        ) as string,
        subdir,
        refreshSeconds: Number(refreshSeconds ?? 30),
        ...(authority !== undefined && { caCertificate: authority }),
        ...(ssh && key && { ssh: { knownHosts: hosts ?? "", deployKey: key } }),
    };
}

const setKey = "pulumi config set --secret dagsDeployKey < key";

function refuseUnknown(reader: SettingsReader, given: object, known: string[], path: string): void {
    for (const field of Object.keys(given).filter((each) => !known.includes(each))) {
        reader.refuse(
            setting,
            `${path} has no field ${field}; the closest is ${closest(field, known)}`,
            `pulumi config rm --path '${path}["${field}"]'`,
        );
    }
}

/** Those fields that are right; the others are refused. */
function checked(reader: SettingsReader, git: Record<string, unknown>): Record<string, string | undefined> {
    const right: Record<string, string> = {};
    for (const field of Object.keys(fields).filter((each) => each in git)) {
        try {
            right[field] = fields[field](text(git[field]));
        } catch (error) {
            reader.refuse(setting, `git.${field}: ${(error as Error).message}`, set(field));
        }
    }
    return right;
}

function refuseWithoutSsh(reader: SettingsReader, { name, host }: SshAddress, missing: boolean, hosts?: string): void {
    const refuse = (wrong: string) => reader.refuse(setting, wrong, set("knownHosts", host));
    if (missing) {
        refuse("git.knownHosts is missing: without the server's keys, anybody could pretend to be it");
    } else if (hosts !== undefined && !hosts.split("\n").some((line) => names(line, name))) {
        refuse(`git.knownHosts has no line for ${name}, the server in git.url`);
    }
}

/** Whether a line is for a server, or may be: some names are hashes or patterns. */
function names(line: string, name: string): boolean {
    const hosts = line.replace(/^@\S+\s+/, "").split(/\s/)[0];
    return hosts.split(",").some((each) => each === name || /[|*?]/.test(each));
}

/** The command that sets a field. A name such as 2024 would become a number without its type. */
function set(field: string, host = "<host>"): string {
    if (field === "caCertificate") {
        return `pulumi config set --path dags.git.caCertificate < ca.pem`;
    }
    return field === "knownHosts"
        ? `ssh-keyscan ${host} | pulumi config set --path dags.git.knownHosts   (and compare the keys with those that the server's owner publishes)`
        : `pulumi config set --type string --path dags.git.${field} <value>`;
}

/** Numbers are taken as well: the command line makes one of a tag such as 2024. */
function text(value: unknown): string {
    if (typeof value === "number") {
        return `${value}`;
    }
    if (typeof value !== "string" || value.trim() === "") {
        throw new BadValue("it must be a text");
    }
    return value.trim();
}

function refreshSeconds(value: string): string {
    if (!/^\d{1,6}$/.test(value) || Number(value) < 5) {
        throw new BadValue(`${value} is no number of seconds: it must be a whole number, 5 or more`);
    }
    return value;
}
