import { containers, type StackContainer } from "./containers";
import { logCommand } from "./machines";
import { type Stack } from "./stack";

/**
 * Waits for the stack's services, or for one of them, to be healthy.
 *
 * @returns those that are not when the time is over
 */
export async function untilHealthy(stack: Stack, seconds: number, role?: string): Promise<StackContainer[]> {
    const end = Date.now() + seconds * 1000;
    const waiting = () =>
        containers(stack).filter(
            (each) => each.kind === "service" && !each.healthy && each.role === (role ?? each.role),
        );
    for (;;) {
        const late = waiting();
        if (late.length === 0 || Date.now() > end) {
            return late;
        }
        await new Promise((resolve) => setTimeout(resolve, 500));
    }
}

/** What is thrown for a service that did not become healthy within three minutes. */
export function notHealthy(stack: Stack, service: StackContainer, machine = stack): Error {
    const log = logCommand(stack, machine, service);
    return new Error(`${service.role} is not healthy after 3 minutes. Its log: ${log}`);
}
