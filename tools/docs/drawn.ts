import { defaults, encryptedOf, type Given, ofStack, program } from "../mocked/program";
import { architecture, type Architecture } from "./architecture";
import { picture } from "./picture/picture";

/** An address of the loopback that nobody listens on, so the program's check of ports finds nothing. */
const engine = { bindAddress: "127.0.2.1", postgresBindAddress: "127.0.2.1" };

/**
 * The picture of a stack, and what it shows, from a run of the whole program under mocks.
 *
 * @param further settings and secrets besides the stack's own
 */
export async function drawn(stack: string, further: Given = {}): Promise<{ shown: Architecture; image: string }> {
    const [own, encrypted] = [ofStack(stack), encryptedOf(stack)];
    const given = { ...givenSecrets(own, encrypted), ...further.secrets };
    // A key of the user's own would have to be a real one.
    const key = encrypted.includes("bigqueryCredentials") ? { bigqueryCredentials: "none" } : {};
    const { resources } = await program(stack, {
        settings: { ...engine, ...key, ...further.settings },
        secrets: given,
    });
    const set = [...Object.keys(own), ...encrypted];
    const shown = architecture(stack, resources, given);
    return { shown, image: picture(shown, { settings: Object.keys(defaults()).length, set }) };
}

/** Secrets that a stack's file holds or its settings call for, with values that can be told apart wherever they end up. */
export function givenSecrets(own: Record<string, unknown>, encrypted: string[]): Record<string, string> {
    const held = [...Object.keys(own), ...encrypted].filter(
        (name) => name.endsWith("Password") || name === "fernetKey",
    );
    const managed = own.metaDatabaseManaged !== false;
    const needed = [
        ...(own.metaDatabaseHost ? [managed ? "metaDatabaseAdminPassword" : "metaDatabasePassword"] : []),
        ...(own.analyticsHost && own.warehouse !== "bigquery" ? ["analyticsPassword"] : []),
    ];
    return Object.fromEntries(
        [...held, ...needed].map((name) => [
            name,
            name === "fernetKey" ? `${`setting-${name}`.padEnd(43, "A")}=` : `setting-${name}`,
        ]),
    );
}
