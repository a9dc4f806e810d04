import { closest } from "fastest-levenshtein";
import { BadValue } from "./values";

/** The secrets that the program can generate. */
const generated = [
    "adminPassword",
    "fernetKey",
    "backupKey",
    "jwtSecret",
    "jwtPrivateKey",
    "workerSecret",
    "apiSecretKey",
    "sshKeys",
    "postgresPassword",
    "metaDatabasePassword",
    "metaDatabaseReadOnlyPassword",
    "analyticsPassword",
    "analyticsReadOnlyPassword",
    "bigqueryCredentials",
    "tlsKeys",
    "certificateAuthority",
] as const;

/** The generation number of each generated secret: 1 at first, and with each higher one a new secret is made. */
export type Generations = Record<(typeof generated)[number], number>;

/** @throws BadValue for a name that is none of them, and for a number that is none */
export function generations(text: string): Generations {
    const given = JSON.parse(text) as Record<string, unknown>;
    for (const [name, number] of Object.entries(given)) {
        if (!generated.some((known) => known === name)) {
            throw new BadValue(`${name} is no generated secret; the closest is ${closest(name, [...generated])}`);
        }
        if (typeof number !== "number" || !Number.isInteger(number) || number < 1) {
            throw new BadValue(`the generation of ${name} must be a whole number from 1 up`);
        }
    }
    return Object.fromEntries(generated.map((name) => [name, given[name] ?? 1])) as Generations;
}
