/** Puts names and values into SQL where PostgreSQL takes no parameters (CREATE ROLE, GRANT, …). */
import { escapeIdentifier, escapeLiteral } from "pg";

export const name = (value: unknown): string => escapeIdentifier(String(value));

export const literal = (value: unknown): string => escapeLiteral(String(value));

/** A role in GRANT or REVOKE; `public` is no name there but a word that means everyone. */
export const grantee = (value: unknown): string => (String(value).toLowerCase() === "public" ? "PUBLIC" : name(value));

/** Options like the template or the encoding of a database, where the bare word DEFAULT has a meaning. */
export const orDefault = (value: unknown, quoted: (value: unknown) => string): string =>
    String(value).toUpperCase() === "DEFAULT" ? "DEFAULT" : quoted(value);

export const list = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

export const sameSet = (one: unknown, other: unknown): boolean =>
    JSON.stringify(list(one).sort()) === JSON.stringify(list(other).sort());
