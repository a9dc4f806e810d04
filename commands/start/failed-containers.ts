import { docker } from "../../components/docker/docker-cli";
import { containers, type StackContainer } from "../stack/containers";
import { logCommand, onMachine } from "../stack/machines";
import { type Stack } from "../stack/stack";

/** A container as `docker inspect` shows its state; only what is used here. */
export interface State {
    /** `running`, `exited`, `restarting`, `created`, … */
    Status: string;
    ExitCode: number;
    OOMKilled: boolean;
    /** Why Docker could not start it. */
    Error: string;
    /** When its program ended the last time, whether it runs again or not; in the year 1 if it never has. */
    FinishedAt: string;
    Health?: { Status: string; Log?: { Output: string }[] | null };
}

/** Exit codes of a program that was told to stop; its log says no more. */
const told = [0, 130, 143];

/** What is wrong with a container, worded to follow its name; undefined if nothing is, or if it is still starting. */
export function trouble(state: State, updateBegan: Date): string | undefined {
    const { Status, ExitCode, OOMKilled, Error: refused, FinishedAt, Health } = state;
    if (Status !== "running") {
        const how = OOMKilled ? "it needed more memory than there is" : `exit code ${ExitCode}`;
        return Status === "created" ? `was not started${refused && `: ${refused}`}` : `stopped: ${how}`;
    }
    if (new Date(FinishedAt) >= updateBegan) {
        return "stopped during the update, and Docker started it again";
    }
    const said = Health?.Log?.at(-1)?.Output.trim();
    return Health?.Status === "unhealthy" ? `is not healthy${said ? `: ${said}` : ""}` : undefined;
}

/**
 * The services on one of the stack's machines with which something is wrong, and the end of the log of each. Postgres comes first, since the
 * others need it.
 */
export async function failedContainers(stack: Stack, machine: Stack, updateBegan: Date): Promise<string[]> {
    const services = containers(machine).filter(({ kind }) => kind === "service");
    services.sort((one, other) => Number(other.role === "postgres") - Number(one.role === "postgres"));
    const descriptions = services.map(async (service) => {
        const state = JSON.parse(
            await docker(machine.dockerHost, ["inspect", "--format", "{{json .State}}", service.name]),
        ) as State;
        const wrong = trouble(state, updateBegan);
        const isSilent = state.Status !== "running" && told.includes(state.ExitCode);
        return wrong === undefined
            ? []
            : [
                  `${service.name}${onMachine(stack, machine)} ${wrong}.${isSilent ? "" : await endOfLog(machine, service)}\n` +
                      `The whole log: ${logCommand(stack, machine, service)}`,
              ];
    });
    return (await Promise.all(descriptions)).flat();
}

async function endOfLog({ dockerHost }: Stack, { name }: StackContainer): Promise<string> {
    const log = (await docker(dockerHost, ["logs", "--tail", "20", name])).trimEnd();
    return log === "" ? "" : ` The end of its log:\n\n${log}\n`;
}
