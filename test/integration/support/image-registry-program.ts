import * as pulumi from "@pulumi/pulumi";
import { DockerHost } from "../../../components/docker/host";
import { Image } from "../../../components/docker/image";
import { imageOn } from "../../../components/docker/image-on";
import { type ImageRegistry } from "../../../components/docker/image-registry";
import { refuseWrongLogin } from "../../../config/registry-login";

/** A Pulumi program that has one small image on this machine, and on another one if it is told of one. */
export = async () => {
    // The build context is the working folder, which is that of this program's stack.
    const config = new pulumi.Config();
    const user = config.get("user");
    const registry: ImageRegistry = {
        address: config.require("registry"),
        login: user ? { user, password: config.requireSecret("password") } : undefined,
    };
    if (config.getBoolean("checked") ?? true) {
        await refuseWrongLogin(registry);
    }
    const [suffix, bindAddress] = [config.require("suffix"), "127.0.0.1"];
    const main = new DockerHost("main", { suffix, bindAddress, registry });
    const image = new Image("small", { host: main, dockerfile: "Dockerfile", files: ["content"] });
    const address = config.get("elsewhere");
    if (address === undefined) {
        return { built: image.imageId };
    }
    const other = new DockerHost("other", { suffix, bindAddress, address, registry });
    return { built: image.imageId, pulled: imageOn(other, "other-small", image).imageId };
};
