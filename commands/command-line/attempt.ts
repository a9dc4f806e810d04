/** Runs a command and ends with its exit code. For an error, a person sees the message, not the stack trace. */
export function attempt(command: () => Promise<number> | number): void {
    Promise.resolve()
        .then(command)
        .then(
            (code) => process.exit(code),
            (error: unknown) => {
                console.error(error instanceof Error ? error.message : String(error));
                process.exit(error instanceof UsageError ? 2 : 1);
            },
        );
}

/** Wrong options or arguments: exit code 2. */
export class UsageError extends Error {}
