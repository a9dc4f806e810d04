import { Image } from "../../../components/docker/image";
import { dockerHost } from "../../support/fixtures";
import { only, registered, settled } from "../../../tools/mocked/registered";

describe("Image", () => {
    const build = () =>
        registered(
            () =>
                new Image("postgres", {
                    host: dockerHost(),
                    dockerfile: "images/postgres/Dockerfile",
                    target: "runtime",
                    files: ["images/postgres"],
                }),
        );

    test("is named by the fingerprint of its files, and built again only when that changes", async () => {
        const { resources } = await build();
        const image = only(resources, "docker:index/remoteImage:RemoteImage", "postgres");
        const { files } = image.inputs.triggers as { files: string };
        expect(image.inputs.name).toBe(`postgres-test:${files.slice(0, 12)}`);
        expect(image.inputs.build).toMatchObject({
            context: ".",
            dockerfile: "images/postgres/Dockerfile",
            target: "runtime",
        });
        expect(image.parent).toBe("postgres");
    });

    test("is built on the engine that the stack names, which only the older builder does", async () => {
        const elsewhere = await registered(
            () =>
                new Image("postgres", {
                    host: dockerHost("ssh://me@elsewhere"),
                    dockerfile: "images/postgres/Dockerfile",
                    files: [],
                }),
        );
        for (const [resources, useLegacyBuilder] of [
            [elsewhere.resources, true],
            [(await build()).resources, false],
        ] as const) {
            expect(only(resources, "docker:index/remoteImage:RemoteImage", "postgres").inputs.build).toMatchObject({
                useLegacyBuilder,
            });
        }
    });

    test("gives the image's id, which is no difference at the next update", async () => {
        const { result } = await build();
        expect(await settled(result.imageId)).toEqual({ value: "sha256:postgres", secret: false });
    });
});
