import { startCommand } from "../stack/stack";

/**
 * In a cluster, pods take the place of workers. The keys of a stack with workers do not fit the chart either: it signs tokens with one
 * secret, and workers know theirs.
 *
 * @param workers the stack's, by the names of their containers
 * @throws Error with the commands that remove them, if there are any
 */
export function withoutWorkers(stack: { name: string }, workers: string[]): void {
    if (workers.length > 0) {
        throw new Error(
            `The stack ${stack.name} has workers (${workers.join(", ")}), and in a cluster pods run the tasks. Remove the workers, then ` +
                `run the command again: pulumi config rm workers --stack ${stack.name} && ${startCommand(stack)}`,
        );
    }
}
