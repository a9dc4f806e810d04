import { type Container, containerRule, type Violation } from "../container-rule";

const fix = "Use Service or Job (components/docker), which harden every container, and remove this";

/** Folders of the Docker host that give control over it. */
const powerful = /^\/($|(home|root|usr|var)\/?$|(boot|dev|etc|proc|run|sys|var\/lib\/docker|var\/run)(\/|$))/;

/** A process that escapes from such a container controls the Docker host. */
export const noPrivilegedContainer = containerRule(
    "no-privileged-container",
    "No container has control over its host.",
    (container) => [...hardening(container), ...ofTheHost(container)],
);

function hardening({ privileged, capabilities, securityOpts, devices }: Container): Violation[] {
    const options = securityOpts ?? [];
    const added = capabilities?.adds ?? [];
    const unconfined = options.filter((option) => /[=:]unconfined$/.test(option) || /^label[=:]disable$/.test(option));
    const wrong = [
        ...(privileged === true ? ["is privileged"] : []),
        ...(added.length > 0 ? [`adds the capabilities ${added.join(", ")}`] : []),
        ...(capabilities?.drops?.includes("ALL")
            ? []
            : ["keeps Docker's capabilities (capabilities.drops without ALL)"]),
        ...(options.some((option) => /^no-new-privileges($|[:=]true$)/.test(option))
            ? []
            : ["may gain privileges (no-new-privileges is missing)"]),
        ...(unconfined.length > 0 ? [`is not confined (${unconfined.join(", ")})`] : []),
        ...(devices && devices.length > 0 ? ["has devices of the host"] : []),
    ];
    return wrong.map((each) => ({ wrong: each, fix }));
}

function ofTheHost({
    networkMode,
    networksAdvanced,
    pidMode,
    ipcMode,
    usernsMode,
    volumes,
    mounts,
}: Container): Violation[] {
    const modes = { network: networkMode, pid: pidMode, ipc: ipcMode, userns: usernsMode };
    const shared = Object.entries(modes).filter(([, mode]) => mode === "host" || mode?.startsWith("container:"));
    const joinsHost =
        networksAdvanced?.some(({ name }) => name === "host") && networkMode !== "host"
            ? ["joins the network host"]
            : [];
    const paths = [
        ...(volumes ?? []).map(({ hostPath }) => hostPath),
        ...(mounts ?? []).filter(({ type }) => type === "bind").map(({ source }) => source),
    ];
    const mounted = paths.filter(
        (path) => typeof path === "string" && (powerful.test(path) || path.endsWith("/docker.sock")),
    );
    return [
        ...shared.map(([what, mode]) => ({ wrong: `shares a namespace (${what}: ${mode})`, fix })),
        ...joinsHost.map((wrong) => ({ wrong, fix })),
        ...mounted.map((path) => ({ wrong: `mounts ${path} of the host`, fix })),
    ];
}
