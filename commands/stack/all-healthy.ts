import { containers } from "./containers";
import { type Stack } from "./stack";

/** Waits until all services of the stack are healthy; throws with the command that shows the log of one that is not. */
export async function allHealthy(stack: Stack): Promise<void> {
    const began = Date.now();
    const waiting = () => containers(stack).filter((container) => container.kind === "service" && !container.healthy);
    for (let late = waiting(); late.length > 0; late = waiting()) {
        if (Date.now() - began > 180_000) {
            const { role } = late[0];
            throw new Error(
                `${role} is not healthy after 3 minutes. Its log: npm run logs -- --stack ${stack.name} ${role}`,
            );
        }
        await new Promise((resolve) => setTimeout(resolve, 500));
    }
}
