import { type Input } from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random/randomPassword";
import { PrivateKey } from "@pulumi/tls/privateKey";
import { Job } from "../../components/docker/job";
import { Service } from "../../components/docker/service";
import { architecture } from "../../tools/docs/architecture";
import { givenSecrets } from "../../tools/docs/drawn";
import { picture } from "../../tools/docs/picture/picture";
import { fernetKey } from "../../config/values";
import { dockerHost, image } from "../support/fixtures";
import { type Registered, registered } from "../../tools/mocked/registered";

/** A first job, and two services of which the second waits for the first. */
async function small(more: { container?: boolean; secret?: boolean } = {}): Promise<Registered[]> {
    const { resources } = await registered(() => {
        const host = dockerHost();
        const common = { host, image: image(host), healthCheck: ["true"] };
        const password = new RandomPassword("password", { length: 32 }).result;
        const key = new PrivateKey("key", { algorithm: "RSA" });
        const other: Record<string, Input<string>> = more.secret
            ? { "/run/secrets/other": new RandomPassword("password-2", { length: 32 }).result }
            : {};
        const job = new Job("first", {
            ...common,
            command: ["true"],
            handover: { secret: key.privateKeyOpenssh },
        });
        const service = new Service("second", {
            ...common,
            after: [job],
            files: { "/run/secrets/one": password, "/run/secrets/known": key.publicKeyOpenssh, ...other },
        });
        new Service("third", {
            ...common,
            after: [job, service],
            ports: [{ internal: 80, external: 8099 }],
            files: { "/run/secrets/setting": "given-value" },
        });
        if (more.container) {
            new Service("fourth", common);
        }
    });
    return resources;
}

const of = (resources: Registered[]) => architecture("test", resources, { theSetting: "given-value" });
const drawn = (resources: Registered[]) => picture(of(resources), { settings: 3, set: ["one"] });

describe("what is read off a program", () => {
    test("has each container with its image, its port, and the nearest that it waits for", async () => {
        const { containers } = of(await small());
        expect(containers.map(({ role, kind, image: of, port, after }) => [role, kind, of, port, after])).toEqual([
            ["first", "job", "postgres", undefined, []],
            ["second", "service", "postgres", undefined, ["first"]],
            ["third", "service", "postgres", 8099, ["second"]],
        ]);
    });

    test("follows each secret to the containers that get it, and its public half apart", async () => {
        const { secrets, containers } = of(await small());
        expect(secrets.map(({ number, name, sort }) => [number, name, sort])).toEqual([
            [1, "key", "key pair"],
            [2, "password", "random"],
            [3, "theSetting", "setting"],
        ]);
        expect(
            containers.map(({ role, files }) => [
                role,
                ...files.map(({ name, uses }) => [
                    name,
                    ...uses.map((use) => (use.publicHalf ? -use.number : use.number)),
                ]),
            ]),
        ).toEqual([
            ["first", ["standard input", 1]],
            ["second", ["known", -1], ["one", 2]],
            ["third", ["setting", 3]],
        ]);
    });

    test("tells a secret from another whose value begins alike", async () => {
        const { containers } = of(await small({ secret: true }));
        const second = containers.find(({ role }) => role === "second");
        expect(second?.files.map(({ name, uses }) => [name, ...uses.map(({ number }) => number)])).toEqual([
            ["known", 1],
            ["one", 2],
            ["other", 3],
        ]);
    });
});

describe("the picture", () => {
    test("is another with one more container, and with one more secret", async () => {
        const before = drawn(await small());
        expect(drawn(await small())).toBe(before);
        expect(drawn(await small({ container: true }))).not.toBe(before);
        expect(drawn(await small({ secret: true }))).not.toBe(before);
    });

    test("is the same in whatever order resources are registered", async () => {
        const resources = await small();
        expect(drawn([...resources].reverse())).toBe(drawn(resources));
    });

    test("holds names and numbers, and no secret's value", async () => {
        const svg = drawn(await small());
        expect(svg).toContain(">third</text>");
        expect(svg).toContain(">port 8099</text>");
        expect(svg).not.toMatch(/generated-|private key|given-value/);
    });
});

test("secrets that a stack's file holds or calls for are given, so that each can be followed", () => {
    expect(Object.keys(givenSecrets({ adminPassword: "airflow", timezone: "UTC" }, []))).toEqual(["adminPassword"]);
    expect(Object.keys(givenSecrets({ metaDatabaseHost: "h", analyticsHost: "h" }, ["fernetKey"]))).toEqual([
        "fernetKey",
        "metaDatabaseAdminPassword",
        "analyticsPassword",
    ]);
    expect(
        Object.keys(givenSecrets({ metaDatabaseHost: "h", metaDatabaseManaged: false }, ["metaDatabasePassword"])),
    ).toEqual(["metaDatabasePassword"]);
    expect(fernetKey(givenSecrets({}, ["fernetKey"]).fernetKey)).toContain("setting-fernetKey");
});
