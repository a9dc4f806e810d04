/** Why there is no connection, and what to do about it: one sentence for each reason, none of which shows a password. */
import type { Way } from "./server";

/** Reasons by the code of Node's network, of TLS, or of PostgreSQL (https://www.postgresql.org/docs/current/errcodes-appendix.html). */
const REASONS: Record<string, (way: Way, message: string) => string> = {
    ECONNREFUSED: ({ existing }) =>
        `nothing listens there (connection refused): ${existing ? "start the server, or correct metaDatabaseHost and metaDatabasePort" : "its container does not run, 'npm start' starts it"}`,
    ENOTFOUND: ({ host }) => `there is no host ${host}: correct metaDatabaseHost`,
    EAI_AGAIN: ({ host }) =>
        `the name ${host} cannot be looked up now: check the name server of this machine, or correct metaDatabaseHost`,
    EHOSTUNREACH: noAnswer,
    ENETUNREACH: noAnswer,
    ETIMEDOUT: noAnswer,
    ECONNRESET: () =>
        "it ended the connection at once: correct metaDatabaseHost and metaDatabasePort, or look into the server's log",
    "28P01": ({ user }) =>
        `password authentication failed for user "${user}": correct metaDatabaseAdminUser, or 'pulumi config set --secret metaDatabaseAdminPassword'`,
    "28000": notLetIn,
    "3D000": ({ database }) => `it has no database ${database}, where roles and databases are made from: create it`,
    "42501": ({ user, database }) =>
        `user "${user}" may not connect to the database ${database}: as its owner, GRANT CONNECT ON DATABASE "${database}" TO "${user}"`,
    "53300": (_way, message) =>
        `all its connections are taken (${message}): end some, or raise max_connections or the CONNECTION LIMIT of role or database`,
    "57P03": (_way, message) => `it takes no connections now (${message}): try again when it does`,
    CERT_HAS_EXPIRED: (_way, message) => `its certificate is not valid now (${message}): renew it on the server`,
    CERT_NOT_YET_VALID: (_way, message) => `its certificate is not valid now (${message}): set the clocks right`,
    ERR_TLS_CERT_ALTNAME_INVALID: ({ host }, message) =>
        `its certificate is not for ${host} (${message.replace(/^.*altnames?: /, "")}): correct metaDatabaseHost, or 'pulumi config set metaDatabaseSslMode verify-ca'`,
};

/** All the ways in which a chain of certificates does not end at the given authority. */
const OTHER_AUTHORITY =
    /^(SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT(_LOCALLY)?|CERT_SIGNATURE_FAILURE|INVALID_CA)$/;

export function whyNoConnection(error: unknown, way: Way): string {
    return `could not connect to the PostgreSQL server at ${way.host}:${way.port}: ${reason(error, way)}`;
}

/** Whether a later try may succeed by itself. */
export function passes(error: unknown): boolean {
    return ["53300", "57P03"].includes(codeOf(error));
}

function reason(error: unknown, way: Way): string {
    // Where a name has several addresses, Node puts the reasons into a list and leaves the message empty.
    const one: unknown = error instanceof AggregateError ? error.errors[0] : error;
    const [code, message] = [codeOf(one), one instanceof Error ? one.message : String(one)];
    if (OTHER_AUTHORITY.test(code)) {
        return `its certificate is not signed by the given authority (${message}): 'pulumi config set metaDatabaseCaCertificate < ca.pem' with the certificate of the one that signed it`;
    }
    if (message === "The server does not support SSL connections") {
        return "it offers no TLS: turn on 'ssl' there, or, in a network that you trust, 'pulumi config set metaDatabaseSslMode disable'";
    }
    if (message === "timeout expired") {
        return noAnswer(way);
    }
    if (message === "Connection terminated unexpectedly") {
        return REASONS.ECONNRESET?.(way, message) ?? message;
    }
    return REASONS[code]?.(way, message) ?? message;
}

function noAnswer({ patience }: Way): string {
    return `no answer within ${patience} s: correct metaDatabaseHost and metaDatabasePort, or let this machine through the firewall`;
}

function notLetIn({ user, sslMode }: Way, message: string): string {
    const plain = sslMode === "disable" && /no encryption|SSL off/.test(message);
    if (plain) {
        return "it takes encrypted connections only: 'pulumi config set metaDatabaseSslMode require'";
    }
    if (!message.includes("pg_hba.conf")) {
        return `${message}: correct metaDatabaseAdminUser`;
    }
    return `it lets user "${user}" in from elsewhere only (${message}): allow this machine in the server's pg_hba.conf or firewall`;
}

function codeOf(error: unknown): string {
    const { code } = (error ?? {}) as { code?: unknown };
    return typeof code === "string" ? code : "";
}
