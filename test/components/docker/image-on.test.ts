import * as pulumi from "@pulumi/pulumi";
import { DockerHost } from "../../../components/docker/host";
import { Image } from "../../../components/docker/image";
import { imageOn } from "../../../components/docker/image-on";
import { type ImageRegistry } from "../../../components/docker/image-registry";
import { only, type Registered, registered, settled } from "../../../tools/mocked/registered";

const remoteImage = "docker:index/remoteImage:RemoteImage";
const registryImage = "docker:index/registryImage:RegistryImage";
const registry: ImageRegistry = {
    address: "registry.example.com:5000/team",
    login: { user: "robot", password: pulumi.secret("of-the-registry") },
};

/** An image on the machine that builds it and on two others. */
const onThree = (given?: ImageRegistry) =>
    registered(() => {
        const [main, one, other] = ["main", "one", "other"].map(
            (name) => new DockerHost(name, { suffix: "test", bindAddress: "127.0.0.1", registry: given }),
        );
        const image = new Image("postgres", { host: main, dockerfile: "images/postgres/Dockerfile", files: [] });
        return {
            image,
            main: imageOn(main, "main-postgres", image),
            one: imageOn(one, "one-postgres", image),
            other: imageOn(other, "other-postgres", image),
        };
    });

const ofType = (resources: Registered[], type: string) => resources.filter((each) => each.type === type);
const providerOf = ({ waitsFor }: Registered) => waitsFor.at(-1)?.split("::").at(-1);

describe("imageOn", () => {
    test("is the image itself on its own machine", async () => {
        const { result } = await onThree();
        expect(result.main).toBe(result.image);
    });

    test("builds it from the same files on each other machine without a registry", async () => {
        const { resources } = await onThree();
        const images = ofType(resources, remoteImage);
        expect(images.map(({ name }) => name)).toEqual(["postgres", "one-postgres", "other-postgres"]);
        expect(new Set(images.map(({ inputs }) => JSON.stringify([inputs.build, inputs.triggers]))).size).toBe(1);
        expect(images.map(providerOf)).toEqual(["main-provider", "one-provider", "other-provider"]);
        expect(ofType(resources, registryImage)).toEqual([]);
    });

    test("builds it once with a registry, pushes it once, and pulls it by its digest on the others", async () => {
        const { resources, result } = await onThree(registry);
        const built = only(resources, remoteImage, "postgres");
        const tagged = `registry.example.com:5000/team/${built.inputs.name as string}`;
        expect(ofType(resources, remoteImage).filter(({ inputs }) => inputs.build)).toEqual([built]);

        const [pushed, ...further] = ofType(resources, registryImage);
        expect(further).toEqual([]);
        expect(pushed.inputs).toMatchObject({
            name: tagged,
            keepRemotely: true,
            triggers: { image: "sha256:postgres" },
        });
        expect(pushed.dependencies).toEqual(expect.arrayContaining(["postgres", "postgres-tagged"]));
        expect(only(resources, "docker:index/tag:Tag", "postgres").inputs).toMatchObject({
            sourceImage: "sha256:postgres",
            targetImage: tagged,
        });
        expect(only(resources, remoteImage, "postgres-tagged").inputs).toMatchObject({
            name: tagged,
            forceRemove: true,
        });

        for (const machine of ["one", "other"] as const) {
            const pulled = only(resources, remoteImage, `${machine}-postgres`);
            expect(pulled.inputs).toEqual({
                name: "registry.example.com:5000/team/postgres-test@sha256:digest-of-postgres",
                forceRemove: true,
            });
            expect(providerOf(pulled)).toBe(`${machine}-provider`);
            expect((await settled(result[machine].imageId)).value).toBe(`sha256:${machine}-postgres`);
        }
        expect(providerOf(pushed)).toBe("main-provider");
    });

    test("pushes nothing if no other machine pulls", async () => {
        const { resources } = await registered(() => {
            const host = new DockerHost("main", { suffix: "test", bindAddress: "127.0.0.1", registry });
            const image = new Image("postgres", { host, dockerfile: "images/postgres/Dockerfile", files: [] });
            return imageOn(host, "main-postgres", image);
        });
        expect(ofType(resources, registryImage)).toEqual([]);
        expect(ofType(resources, "docker:index/tag:Tag")).toEqual([]);
    });
});

describe("the provider of an engine", () => {
    const provider = async (given?: ImageRegistry) =>
        only((await onThree(given)).resources, "pulumi:providers:docker", "one-provider");

    test("knows no registry by default", async () => {
        expect((await provider()).inputs).not.toHaveProperty("registryAuth");
    });

    test("logs in to the registry with a secret", async () => {
        const { inputs, secretInputs } = await provider(registry);
        expect(JSON.parse(inputs.registryAuth as string)).toEqual([
            { address: "registry.example.com:5000", username: "robot", password: "of-the-registry" },
        ]);
        expect(secretInputs).toContain("registryAuth");
    });

    test("looks for no login on this machine if the registry needs none", async () => {
        const { inputs } = await provider({ ...registry, login: undefined });
        expect(JSON.parse(inputs.registryAuth as string)).toEqual([
            { address: "registry.example.com:5000", authDisabled: true },
        ]);
    });
});
