import { BadValue } from "./values";

/** How a server is reached over SSH. */
export interface SshAddress {
    /** As `known_hosts` has it: with the port, unless that is 22. */
    name: string;
    /** As `ssh-keyscan` takes it. */
    host: string;
}

/** Address of a git repository. */
export function gitUrl(text: string): string {
    if (/[\s'"\\]/.test(text)) {
        throw new BadValue("it has characters that no address has");
    }
    if (sshAddress(text) !== undefined) {
        return text;
    }
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url !== undefined && (url.username !== "" || url.password !== "")) {
        throw new BadValue(
            "it must not hold a password or token, which a log would show: write git@<host>:<path>, and log in with dagsDeployKey",
        );
    }
    if (url?.protocol !== "https:" || url.pathname === "/" || url.search !== "" || url.hash !== "") {
        throw new BadValue(
            "it is no address of a repository: write git@<host>:<path>, ssh://git@<host>:<port>/<path> or https://<host>/<path>",
        );
    }
    return text;
}

/** The server of an address such as `git@github.com:me/dags.git` or `ssh://git@example.com:2222/dags.git`; undefined for another kind. */
export function sshAddress(url: string): SshAddress | undefined {
    const [, host, port] =
        /^ssh:\/\/[\w.-]+@([\w.-]+)(?::(\d{1,5}))?\/./.exec(url) ?? /^[\w.-]+@([\w.-]+):[^:]/.exec(url) ?? [];
    if (host === undefined) {
        return undefined;
    }
    return port === undefined || port === "22"
        ? { name: host, host }
        : { name: `[${host}]:${port}`, host: `-p ${port} ${host}` };
}

/** Keys of SSH servers, as lines of `known_hosts`. */
export function knownHosts(text: string): string {
    const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "" && !line.startsWith("#"));
    if (lines.length === 0 || !lines.every((line) => /^(@[\w-]+\s+)?\S+\s+[\w@.-]+\s+AAAA[\w+/=]+(\s|$)/.test(line))) {
        throw new BadValue("it must be lines as ssh-keyscan prints them: <host> <type> <key>");
    }
    return lines.map((line) => `${line}\n`).join("");
}
