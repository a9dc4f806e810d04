import { output } from "../../tools/running-stack/run";
import { TestRegistry } from "./support/image-registry";
import { ImageRegistryStack } from "./support/image-registry-stack";
import { RemoteMachine } from "./support/remote-machine";

// One machine builds an image, and another one pulls it from a registry. The tests follow one stack from its beginning to its end.
let registry: TestRegistry;
let machine: RemoteMachine;
let stack: ImageRegistryStack;

beforeAll(async () => {
    [registry, machine] = await Promise.all([TestRegistry.start("first-password"), RemoteMachine.start()]);
    stack = await ImageRegistryStack.make(registry.caFile);
    await stack.set({ registry: `${registry.host}/team`, user: TestRegistry.user });
    await stack.setPassword("wrong-password");
}, 600_000);

afterAll(async () => {
    await machine?.remove();
    await registry?.stop();
    stack?.forget();
}, 120_000);

const repository = () => `team/small-${stack.suffix}`;

/** Images of the stack on an engine, by all their names. */
async function images(...engine: string[]): Promise<string[]> {
    const format = "{{.ID}} {{.Repository}}:{{.Tag}}@{{.Digest}}";
    const words = [...engine, "images", "--digests", "--no-trunc", "--format", format];
    return (await output("docker", words)).split("\n").filter((line) => line.includes(`small-${stack.suffix}`));
}

test("a wrong password is refused with the setting's name, and nothing changes", async () => {
    const { code, output: printed } = await stack.run("up", "--yes", "--skip-preview");
    expect(code).not.toBe(0);
    expect(printed).toContain(`imageRegistryPassword: ${registry.host} refuses it for the user robot`);
    expect(printed).toContain("pulumi config set --secret imageRegistryPassword");
    expect(printed).not.toContain("wrong-password");
    expect(await images()).toEqual([]);
});

test("nothing is pushed as long as there is one machine", async () => {
    await stack.setPassword("first-password");
    await stack.up();
    expect(await registry.repositories()).toEqual([]);
    expect(await images()).toHaveLength(1);
});

test("what the program could not find out, Docker does, and shows no password", async () => {
    await stack.setPassword("wrong-password");
    await stack.set({ checked: "false", elsewhere: machine.dockerHost });
    const { code, output: printed } = await stack.run("up", "--yes", "--skip-preview");
    expect(code).not.toBe(0);
    expect(printed).toMatch(/Error pushing docker image[^]*(unauthorized|no basic auth credentials)/);
    expect(printed).not.toContain("wrong-password");
    await stack.setPassword("first-password");
    await stack.set({ checked: "true" });
});

test("the other machine has the same image, which it never built", async () => {
    await stack.up();
    const { built, pulled } = await stack.outputs();
    expect(pulled).toBe(built);
    expect(await images("--host", machine.dockerHost)).toEqual([
        expect.stringMatching(`^${built} ${registry.host}/${repository()}:<none>@sha256:`),
    ]);
    expect(await registry.repositories()).toEqual([repository()]);
    expect(await registry.tags(repository())).toHaveLength(1);
});

test("the next update changes nothing, with and without a refresh", async () => {
    await stack.up("--expect-no-changes");
    await stack.up("--expect-no-changes", "--refresh");
});

test("the password is encrypted in all that Pulumi keeps", async () => {
    expect(await stack.expect("stack", "export", "--show-secrets")).toContain("first-password");
    const kept = stack.kept();
    expect(kept).toContain("registryAuth");
    expect(kept).not.toMatch(/(first|wrong)-password/);
});

test("another password changes the providers alone", async () => {
    await registry.change("second-password");
    await stack.setPassword("second-password");
    expect(await stack.up()).toMatch(/~ 2 updated\s+(\S+ )?\d+ unchanged/);
});

test("another content reaches the other machine, and its former image is gone from both", async () => {
    const { built: former } = await stack.outputs();
    stack.write("second");
    await stack.up();
    const { built, pulled } = await stack.outputs();
    expect(pulled).toBe(built);
    expect(built).not.toBe(former);
    for (const found of [await images(), await images("--host", machine.dockerHost)]) {
        expect(found.filter((line) => line.startsWith(former))).toEqual([]);
        expect(found.filter((line) => line.startsWith(built))).not.toEqual([]);
    }
    expect(await registry.tags(repository())).toHaveLength(2);
});

test.each(["the other machine", "both machines"])("an image that was removed from %s is there again", async (where) => {
    const { built: former } = await stack.outputs();
    await output("docker", ["--host", machine.dockerHost, "rmi", "--force", former]);
    if (where === "both machines") {
        await output("docker", ["rmi", "--force", former]);
    }
    await stack.up("--refresh");
    const { built, pulled } = await stack.outputs();
    expect(pulled).toBe(built);
    for (const found of [await images(), await images("--host", machine.dockerHost)]) {
        expect(found.filter((line) => line.startsWith(built))).not.toEqual([]);
    }
    await stack.up("--expect-no-changes", "--refresh");
});

test("destroy leaves nothing on either machine, and what the registry has", async () => {
    await stack.expect("destroy", "--yes", "--skip-preview");
    expect(await images()).toEqual([]);
    expect(await images("--host", machine.dockerHost)).toEqual([]);
    expect(await registry.tags(repository())).toHaveLength(2);
});
