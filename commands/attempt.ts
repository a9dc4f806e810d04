/** Runs a command and ends with its exit code; of an error a person sees the message, not where it was thrown. */
export function attempt(command: () => Promise<number>): void {
    command().then(
        (code) => process.exit(code),
        (error: unknown) => {
            console.error(error instanceof Error ? error.message : String(error));
            process.exit(1);
        },
    );
}
