/**
 * Progress lines for steps that take long enough to look stuck. A short step prints nothing. They go to standard error: the
 * output of a command stays the command's own.
 */
const PATIENCE_MS = 1500;

export function say(line: string): void {
    process.stderr.write(`${line}\n`);
}

/** Does the work, and tells what it is and how long it took if it takes more than a moment. */
export async function step<T>(what: string, work: () => Promise<T>): Promise<T> {
    const start = Date.now();
    let told = false;
    const timer = setTimeout(() => {
        told = true;
        process.stderr.write(`${dim("•")} ${what} …${process.stderr.isTTY ? "" : "\n"}`);
    }, PATIENCE_MS);
    const took = (outcome: string): void => {
        clearTimeout(timer);
        const seconds = Math.round((Date.now() - start) / 1000);
        if (told) {
            process.stderr.write(
                process.stderr.isTTY ? ` ${seconds} s${outcome}\n` : `• ${what}: ${seconds} s${outcome}\n`,
            );
        }
    };
    try {
        const result = await work();
        took("");
        return result;
    } catch (error) {
        took(", failed");
        throw error;
    }
}

function dim(text: string): string {
    return process.stderr.isTTY && !process.env.NO_COLOR ? `\u001b[2m${text}\u001b[0m` : text;
}
