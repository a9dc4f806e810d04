import { isIP } from "node:net";
import { type Code } from "../components/docker/code";

/** Thrown for a setting's value; says what is wrong and what would be right. */
export class BadValue extends Error {}

export function port(text: string): number {
    const value = wholeNumber(text);
    if (value === undefined || value < 1 || value > 65535) {
        throw new BadValue(`${text} is no port: it must be a whole number from 1 to 65535`);
    }
    return value;
}

/** As Pulumi reads the type `integer`: digits and a sign. JavaScript's own `Number` would take 0x1f92 and 8082.0 as well. */
function wholeNumber(text: string): number | undefined {
    return /^[+-]?\d+$/.test(text) ? Number(text) : undefined;
}

export function seconds(text: string): number {
    const value = wholeNumber(text);
    if (value === undefined || value < 0) {
        throw new BadValue(`${text} is no number of seconds: it must be a whole number, 0 or more`);
    }
    return value;
}

export function days(text: string): number {
    const value = wholeNumber(text);
    if (value === undefined || value < 0 || value > 36500) {
        throw new BadValue(
            `${text} is no number of days: it must be a whole number from 0, which means never, to 36500`,
        );
    }
    return value;
}

export function address(text: string): string {
    if (isIP(text) === 0) {
        throw new BadValue(
            `"${text}" is no IP address: 127.0.0.1 keeps the ports to the Docker host, 0.0.0.0 opens them to the network`,
        );
    }
    return text;
}

/** A name that Linux has in its time zone database, since Airflow looks it up there, where case counts. */
export function timezone(text: string): string {
    if (/^[+-]/.test(text)) {
        throw new BadValue(`"${text}" is an offset, not a time zone: write a name such as Asia/Seoul or UTC`);
    }
    try {
        const known = new Intl.DateTimeFormat("en", { timeZone: text }).resolvedOptions().timeZone;
        if (known !== text && known.toLowerCase() === text.toLowerCase()) {
            throw new BadValue(`"${text}" is no time zone: case counts, write ${known}`);
        }
    } catch (error) {
        throw error instanceof BadValue
            ? error
            : new BadValue(`"${text}" is no time zone: write a name such as Asia/Seoul or UTC`);
    }
    return text;
}

export function fernetKey(text: string): string {
    if (!/^[A-Za-z0-9_-]{43}=$/.test(text)) {
        throw new BadValue(
            `the value (${text.length} characters) is no Fernet key: it must be 32 bytes in URL-safe base64, 44 characters that end in "=". ` +
                `A comma-separated list of keys does not go here`,
        );
    }
    return text;
}

/** Part of container, network and volume names: https://docs.docker.com/reference/cli/docker/container/create/ */
export function containerSuffix(text: string): string {
    if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(text)) {
        throw new BadValue(
            `"${text}" cannot end a container's name: use up to 40 lower-case letters, digits and hyphens`,
        );
    }
    return text;
}

/** A Postgres role or database, kept to what needs no quotes anywhere. */
export function databaseName(text: string): string {
    if (!/^[a-z_][a-z0-9_]{0,62}$/.test(text)) {
        throw new BadValue(
            `"${text}" is no plain Postgres name: use lower-case letters, digits and underscores, a letter first, 63 at most`,
        );
    }
    return text;
}

export function userName(text: string): string {
    if (!/^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$/.test(text)) {
        throw new BadValue(`"${text}" is no user name: use letters, digits and . _ @ -, up to 64`);
    }
    return text;
}

export function hostName(text: string): string {
    if (!/^[A-Za-z0-9]([A-Za-z0-9.:-]*[A-Za-z0-9])?$/.test(text)) {
        throw new BadValue(`"${text}" is no host name: write it without a scheme, port or path`);
    }
    return text;
}

export function isConnectionId(text: string): boolean {
    return /^[\w.-]{1,200}$/.test(text);
}

export function connectionId(text: string): string {
    if (!isConnectionId(text)) {
        throw new BadValue(`"${text}" is no connection id: use letters, digits and _ . -`);
    }
    return text;
}

/** Two targets, since the profile that comes with the project has these two. */
export function dbtTarget(text: string): "local" | "prod" {
    if (text !== "local" && text !== "prod") {
        throw new BadValue(`"${text}" is no target of dbt's profile: write local or prod`);
    }
    return text;
}

/** How many connections a role of Postgres may have at a time. */
export function connectionLimit(text: string): number {
    const value = wholeNumber(text);
    if (value === undefined || (value < 1 && value !== -1)) {
        throw new BadValue(`${text} is no number of connections: write a whole number from 1 up, or -1 for no limit`);
    }
    return value;
}

export function code(text: string): Code {
    if (text !== "mounted" && text !== "baked") {
        throw new BadValue(`"${text}" is neither mounted nor baked`);
    }
    return text;
}

export function flag(text: string): boolean {
    if (text !== "true" && text !== "false") {
        throw new BadValue(`"${text}" is neither true nor false`);
    }
    return text === "true";
}
