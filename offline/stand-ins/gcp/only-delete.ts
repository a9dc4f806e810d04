/** The official plugin can also keep what the program no longer wants; this one would have to act against it without a word. */
import { text, UNKNOWN } from "../resource";

export function onlyDelete(deletionPolicy: unknown): Record<string, string> {
    if ([undefined, UNKNOWN, "DELETE"].includes(deletionPolicy as string | undefined)) {
        return {};
    }
    return {
        deletionPolicy: `the gcp stand-in only knows "DELETE"; for ${JSON.stringify(text(deletionPolicy))} install the official plugin`,
    };
}
