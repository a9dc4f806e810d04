import { type StackContainer } from "../stack/containers";
import { dockerAsync } from "../stack/docker";
import { type Stack } from "../stack/stack";
import { byGrace } from "./grace";

/** Stops containers side by side, each with the time that it needs. */
export async function stopContainers(stack: Stack, running: StackContainer[]): Promise<void> {
    // On SIGTERM, dbt waits for its running commands, as an update needs it. Here they are cancelled.
    const dbt = running.filter(({ role }) => role === "dbt").map(({ name }) => name);
    await Promise.all(dbt.map((name) => dockerAsync(stack, ["kill", "--signal", "INT", name])));
    await Promise.all(
        byGrace(running).map(({ seconds, names }) => dockerAsync(stack, ["stop", "--time", `${seconds}`, ...names])),
    );
}
