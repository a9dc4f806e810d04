/** Why the server did not do what it was asked for, and what to do about it. */
import type { Way } from "./server";
import { name } from "./sql";

interface Refusal extends Error {
    code?: string;
    detail?: string;
}

export function whyRefused(thrown: unknown, way: Way): string {
    const error: Refusal = thrown instanceof Error ? thrown : new Error(String(thrown));
    const at = `the PostgreSQL server at ${way.host}:${way.port}`;
    // Class and code: https://www.postgresql.org/docs/current/errcodes-appendix.html
    switch (error.code) {
        case "42501":
            return `${at} refuses user "${way.user}": ${withDetail(error)}. ${missing(error, way)}`;
        case "42710":
        case "42P04":
            return (
                `${at} has that already: ${error.message}. Adopt it with 'pulumi import' (docs/migrating.md), ` +
                `choose another name (metaDatabaseUser, metaDatabaseName), or leave it alone with metaDatabaseManaged false`
            );
        case "2BP01":
            return (
                `${at} cannot remove it: ${withDetail(error)}. Remove those or give them to another role, then try again. ` +
                `If they are only privileges, a superuser revokes them, in the database that has them, by DROP OWNED BY and the role's name`
            );
        case "57P01":
        case "ECONNRESET":
        case "EPIPE":
            return `${at} ended the connection (${error.message}): try again when it runs`;
        case undefined:
            return error.message.startsWith("Connection terminated")
                ? `${at} ended the connection: try again when it runs`
                : error.message;
        default:
            return `${at}: ${withDetail(error)}`;
    }
}

function withDetail({ message, detail }: Refusal): string {
    return detail ? `${message} (${detail.replace(/\.$/, "").replaceAll("\n", "; ")})` : message;
}

/** The statement by which a superuser gives the right that is missing. */
function missing({ message, detail = "" }: Refusal, { user }: Way): string {
    const role = /role "([^"]+)"/i.exec(`${message} ${detail}`)?.[1];
    const statement = /create role/.test(message)
        ? `ALTER ROLE ${name(user)} CREATEROLE`
        : /create database/.test(message)
          ? `ALTER ROLE ${name(user)} CREATEDB`
          : role
            ? `GRANT ${name(role)} TO ${name(user)} WITH ADMIN OPTION`
            : undefined;
    return `It needs more rights${statement ? `; as a superuser there: ${statement}` : ""}, or set metaDatabaseAdminUser to a role that has them`;
}
