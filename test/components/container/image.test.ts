import { Image } from "../../../components/container/image";
import { dockerHost } from "../../fixtures";
import { only, registered, settled } from "../../registered";

describe("Image", () => {
    const build = () =>
        registered(() => new Image("postgres", { host: dockerHost(), context: "postgres", target: "runtime", files: ["image"] }));

    test("is named by the fingerprint of its files, and built again only when that changes", async () => {
        const { resources } = await build();
        const image = only(resources, "docker:index/remoteImage:RemoteImage", "postgres");
        const { files } = image.inputs.triggers as { files: string };
        expect(image.inputs.name).toBe(`postgres-test:${files.slice(0, 12)}`);
        expect(image.inputs.build).toMatchObject({ context: "postgres", dockerfile: "Dockerfile", target: "runtime" });
        expect(image.parent).toBe("postgres");
    });

    test("gives the image's id, which is no difference at the next update", async () => {
        const { result } = await build();
        expect(await settled(result.imageId)).toEqual({ value: "sha256:postgres", secret: false });
    });
});
