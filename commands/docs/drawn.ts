import { defaults, ofStack, program } from "../../test/program";
import { architecture } from "./architecture";
import { picture } from "./picture/picture";

/** An address that is nobody's (RFC 5737): no port of it is taken, so the program's check of ports finds nothing. */
const bindAddress = "192.0.2.1";

/** The picture of a stack, drawn from a run of the whole program under mocks. */
export async function drawn(stack: string, secretSettings: Set<string>): Promise<string> {
    const own = ofStack(stack);
    // Values that can be told apart from all others, to see where they end up.
    const given = Object.fromEntries([...new Set([...Object.keys(own).filter(name => secretSettings.has(name)), ...needed(own)])].map(name => [name, `setting-${name}`]));
    const { resources } = await program(stack, { settings: { bindAddress }, secrets: given });
    return picture(architecture(stack, resources, given), { settings: Object.keys(defaults()).length, set: Object.keys(own) });
}

/** Secrets that a stack's settings call for and its file does not hold. */
function needed(own: Record<string, unknown>): string[] {
    return [
        ...(own.metaDatabaseHost ? ["metaDatabaseAdminPassword"] : []),
        ...(own.analyticsHost ? ["analyticsPassword"] : []),
    ];
}
