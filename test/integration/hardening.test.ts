import { allHealthy, containersOf, type Inspected, inContainer } from "../../tools/running-stack/containers";
import { sharedStack } from "./support/shared-stack";

/** What Docker says of a container, as far as the benchmark asks for it. */
type Hardened = Omit<Inspected, "Mounts"> & {
    AppArmorProfile: string;
    HostConfig: {
        Privileged: boolean;
        CapAdd: string[] | null;
        CapDrop: string[] | null;
        SecurityOpt: string[] | null;
        NetworkMode: string;
        PidMode: string;
        IpcMode: string;
        UTSMode: string;
        UsernsMode: string;
        Devices: unknown[] | null;
        Memory: number;
        MemorySwap: number;
        CpuShares: number;
        ReadonlyRootfs: boolean;
        RestartPolicy: { Name: string; MaximumRetryCount: number };
        PidsLimit: number | null;
        CgroupParent: string;
        Ulimits: { Name: string; Hard: number }[] | null;
        PortBindings: Record<string, { HostIp: string; HostPort: string }[]> | null;
    };
    Mounts: (Inspected["Mounts"][number] & { Propagation: string })[];
    Config: { User: string; Healthcheck?: { Test: string[] } };
};

const stack = sharedStack();
let all: [role: string, container: Hardened][];

beforeAll(async () => {
    all = [...(await containersOf(stack))] as unknown as [string, Hardened][];
    expect(all.length).toBeGreaterThan(8);
});

/** The containers that do not follow a recommendation. */
const failing = (isRight: (container: Hardened) => boolean): string[] =>
    all
        .filter(([, container]) => !isRight(container))
        .map(([role]) => role)
        .sort();

const published = ({ HostConfig: { PortBindings: ports } }: Hardened) => Object.values(ports ?? {}).flat();
const isService = ({ Config: { Labels: labels } }: Hardened) => labels["airflow-dbt.kind"] === "service";
const notHosts = (mode: string) => mode !== "host";

/** No container has started again. */
async function expectSameProcesses(before: Map<string, Inspected>): Promise<void> {
    for (const [role, { State: state }] of await containersOf(stack)) {
        expect([role, state.StartedAt]).toEqual([role, before.get(role)?.State.StartedAt]);
    }
}

/** CIS Docker Benchmark 1.6.0, section 5: what can be told from a container. */
const recommendations: Record<string, (container: Hardened) => boolean> = {
    "5.3 no capabilities": ({ HostConfig: { CapAdd, CapDrop } }) => !CapAdd?.length && CapDrop?.join() === "ALL",
    "5.4 not privileged": ({ HostConfig }) => !HostConfig.Privileged,
    "5.5 no folder of the system, and none of the checkout to write to": ({ Mounts: mounts }) =>
        mounts.every(({ Type: type, Source: source, RW: mayWrite }) =>
            type === "volume" ? true : !mayWrite && !/^\/(boot|dev|etc|lib|proc|sys|usr|var)?(\/|$)$/.test(source),
        ),
    "5.7 no privileged port": (container) => published(container).every(({ HostPort: port }) => Number(port) >= 1024),
    "5.8 one port at most": (container) => published(container).length <= 1,
    "5.9 not the host's network": ({ HostConfig }) => notHosts(HostConfig.NetworkMode),
    "5.10 a limit of memory, without swap": ({ HostConfig: { Memory, MemorySwap } }) =>
        Memory > 0 && MemorySwap === Memory,
    "5.11 a priority": ({ HostConfig: { CpuShares: shares } }) => shares > 0,
    "5.13 ports on one address": (container) => published(container).every(({ HostIp: ip }) => ip === "127.0.0.1"),
    "5.15 not the host's processes": ({ HostConfig }) => notHosts(HostConfig.PidMode),
    "5.16 not the host's shared memory": ({ HostConfig }) => notHosts(HostConfig.IpcMode),
    "5.17 no device": ({ HostConfig }) => !HostConfig.Devices?.length,
    "5.19 no shared mount": ({ Mounts: mounts }) => mounts.every(({ Propagation: kind }) => kind !== "shared"),
    "5.20 not the host's name": ({ HostConfig }) => notHosts(HostConfig.UTSMode),
    "5.21 and 5.1 Docker's seccomp and AppArmor profiles": ({ HostConfig: { SecurityOpt: options } }) =>
        (options ?? []).every((option) => !option.includes("unconfined")),
    "5.24 Docker's own control group": ({ HostConfig }) => HostConfig.CgroupParent === "",
    "5.25 no way to gain privileges": ({ HostConfig }) =>
        (HostConfig.SecurityOpt ?? []).includes("no-new-privileges:true"),
    "5.26 a health check of each service": (container) =>
        !isService(container) || (container.Config.Healthcheck?.Test ?? []).length > 1,
    "5.29 not Docker's default network": ({ NetworkSettings: { Networks: networks } }) => !("bridge" in networks),
    "5.30 not the host's users": ({ HostConfig }) => notHosts(HostConfig.UsernsMode),
    "5.31 no socket of Docker": ({ Mounts: mounts }) =>
        mounts.every(({ Source: source }) => !source.includes("docker.sock")),
    "4.1 not root": ({ Config: { User: user } }) => !["", "0", "root"].includes(user.split(":")[0]),
    "5.28, in its place: a limit of processes": ({ HostConfig: { Ulimits: limits } }) =>
        (limits ?? []).some(({ Name: name, Hard: hard }) => name === "nproc" && hard <= 4096),
};

test.each(Object.entries(recommendations))("%s", (_, isRight) => {
    expect(failing(isRight)).toEqual([]);
});

/** Those that docs/security.md says are not followed, so that it stays true. */
const notFollowed: Record<string, (container: Hardened) => boolean> = {
    "5.12 read-only root file system": ({ HostConfig }) => HostConfig.ReadonlyRootfs,
    "5.28 a limit of processes": ({ HostConfig }) => (HostConfig.PidsLimit ?? 0) > 0,
};

test.each(Object.entries(notFollowed))("%s is followed by no container", (_, isRight) => {
    expect(failing(isRight)).toHaveLength(all.length);
});

test("5.14 services restart any number of times", () => {
    const services = all.map(([, container]) => container).filter(isService);
    expect(new Set(services.map(({ HostConfig }) => HostConfig.RestartPolicy.Name))).toEqual(
        new Set(["unless-stopped"]),
    );
});

test("Docker copies no file into a container with a read-only root file system: that is why 5.12 is not followed", async () => {
    const image = (await containersOf(stack)).get("postgres")?.Image as string;
    const id = await stack.docker(["create", "--read-only", "--label", `airflow-dbt.stack=${stack.name}`, image]);
    try {
        await expect(stack.docker(["cp", "package.json", `${id}:/run/secrets`])).rejects.toThrow(/read-only/);
    } finally {
        await stack.docker(["rm", "--force", "--volumes", id]);
    }
});

test("a process cannot replace Airflow's configuration or programs", async () => {
    const script = `for file in /opt/airflow/airflow.cfg /opt/venv/bin/airflow /opt/venv/lib/python3.13/site-packages/airflow/__init__.py; do
        { mv "$file" "$file.old" || touch "$file" || echo x >> "$file"; } 2> /dev/null && echo "changed $file"; done; true`;
    for (const role of ["airflow-scheduler", "airflow-triggerer", "airflow-dag-processor", "airflow-apiserver"]) {
        expect([role, await inContainer(stack, role, "bash", "-c", script)]).toEqual([role, ""]);
    }
});

test("a process that makes ever more processes is stopped, and nothing else", async () => {
    const before = await containersOf(stack);
    const program = [
        "import os, signal",
        "children = []",
        "try:",
        "    while len(children) < 6000:",
        "        child = os.fork()",
        "        if child == 0:",
        "            signal.pause()",
        "        children.append(child)",
        "except BlockingIOError:",
        "    print('refused')",
        "finally:",
        "    [os.kill(child, signal.SIGKILL) for child in children]",
    ].join("\n");
    expect(await inContainer(stack, "dbt", "/opt/dbt/bin/python", "-c", program)).toBe("refused");
    expect(await inContainer(stack, "airflow-scheduler", "python", "-c", program)).toBe("refused");
    await allHealthy(stack);
    await expectSameProcesses(before);
}, 120_000);

test("a process that needs more memory than its container has is killed, and nothing else", async () => {
    const before = await containersOf(stack);
    // Bounded, for a machine on which the limit does not hold.
    const program = "data = [bytearray(64 << 20) for _ in range(100)]";
    // bash itself tells on standard error that the program was killed, and that may arrive before its output or after it.
    const script = `exec 2> /dev/null; python3 -c '${program}' > /dev/null; echo "ended with $?"`;
    expect(await inContainer(stack, "airflow-scheduler", "bash", "-c", script)).toBe("ended with 137");
    await allHealthy(stack);
    await expectSameProcesses(before);
}, 120_000);
