import { createInterface } from "node:readline/promises";

/** Whether there is a terminal on which a question can be asked and answered. */
export function hasTerminal(): boolean {
    return process.stdin.isTTY && process.stdout.isTTY;
}

/** Asks on the terminal. Anything but `y` or `yes` means no. */
export async function confirmed(question: string): Promise<boolean> {
    const terminal = createInterface({ input: process.stdin, output: process.stdout });
    const answer = await terminal.question(`${question} (yes/no) `);
    terminal.close();
    return /^y(es)?$/i.test(answer.trim());
}
