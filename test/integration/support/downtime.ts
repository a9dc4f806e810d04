import { setTimeout as sleep } from "node:timers/promises";

/** Looks at an address again and again, and adds up the time during which it does not answer with 200. */
export class Downtime {
    private seconds = 0;
    private ended = false;

    private constructor(private readonly url: string) {}

    /** Begins to look. */
    public static of(url: string): Downtime {
        const downtime = new Downtime(url);
        void downtime.look();
        return downtime;
    }

    /** Stops looking, and returns the seconds without an answer. */
    public end(): number {
        this.ended = true;
        return this.seconds;
    }

    private async look(): Promise<void> {
        let last = Date.now();
        while (!this.ended) {
            const signal = AbortSignal.timeout(2000);
            const answered = await fetch(this.url, { signal }).then(
                ({ status }) => status === 200,
                () => false,
            );
            const now = Date.now();
            this.seconds += answered ? 0 : (now - last) / 1000;
            last = now;
            await sleep(200);
        }
    }
}
