/** Tries again, with growing pauses and for a bounded time, and says what it waits for. */
import { setTimeout as sleep } from "node:timers/promises";
import { tell } from "../tell";

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 20_000;

export interface Again {
    /** Shown while the update waits. */
    because: string;
    /** Milliseconds that must pass at least. */
    after?: number;
}

/**
 * @param again tells whether another try may help
 * @param limit milliseconds after which the last error stands
 */
export async function retried<T>(
    work: () => Promise<T>,
    again: (error: unknown) => Again | undefined,
    limit: number,
): Promise<T> {
    const end = Date.now() + limit;
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
        try {
            return await work();
        } catch (error) {
            const reason = again(error);
            // Several plugins that were turned away together must not come back together.
            const wait = Math.max(reason?.after ?? 0, pause * (0.75 + Math.random() / 2));
            if (!reason || Date.now() + wait > end) {
                throw error;
            }
            tell(`${reason.because}: trying again in ${Math.max(1, Math.round(wait / 1000))} s`);
            await sleep(wait);
        }
    }
}
