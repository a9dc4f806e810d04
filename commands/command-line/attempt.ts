/**
 * Runs a command and ends the process with its exit code. After an error, a user sees the message and not the stack trace: exit code 1,
 * or 2 and the usage if the options or arguments were wrong.
 */
export function attempt(usage: string, command: () => Promise<number> | number): void {
    Promise.resolve()
        .then(command)
        .then(
            (code) => process.exit(code),
            (error: unknown) => {
                const message = error instanceof Error ? error.message : String(error);
                const isUsage = isUsageError(error);
                console.error(isUsage ? `${message}\n\n${usage}` : message);
                process.exit(isUsage ? 2 : 1);
            },
        );
}

/** Wrong options or arguments. */
export class UsageError extends Error {}

function isUsageError(error: unknown): boolean {
    // Errors of Node's `parseArgs` have such a code.
    return error instanceof UsageError || ((error as { code?: string }).code ?? "").startsWith("ERR_PARSE_ARGS");
}
