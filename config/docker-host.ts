import { BadValue } from "./values";

/** Address of a Docker engine. */
export function dockerHost(text: string): string {
    if (!/^(unix|tcp|ssh|npipe):\/\/./.test(text)) {
        throw new BadValue(
            `"${text}" is no Docker host: write for example ssh://user@host, tcp://host:2376 or unix:///var/run/docker.sock`,
        );
    }
    if (text.startsWith("unix") ? /\p{Cc}/u.test(text) : /[\s\p{Cc}]/u.test(text)) {
        throw new BadValue("it has blanks or control characters: write for example ssh://user@host");
    }
    const machine = /^(?:ssh|tcp):\/\/(?:([^/?#]*)@)?([^/?#]*)/.exec(text);
    if (machine !== null) {
        refuseOption(machine[1], "user");
        refuseOption(machine[2], "host");
    }
    return text;
}

/** Docker passes both to the program ssh, which takes what begins with `-` as an option, such as a command to run. */
function refuseOption(part: string | undefined, what: string): void {
    // What is percent-encoded may be decoded before ssh gets it.
    if (/^(-|%2d)/i.test(part ?? "")) {
        throw new BadValue(`its ${what} begins with -: write for example ssh://user@host`);
    }
    if (part === "") {
        throw new BadValue(`it has no ${what}: write for example ssh://user@host`);
    }
}
