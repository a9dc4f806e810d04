/** Makes a Debian image from Debian's own packages. */
import { randomBytes } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../commands/set-up/command";
import { aptInstall, debian } from "../commands/set-up/debian";
import { onPath } from "../commands/set-up/places";
import { say, step } from "../commands/set-up/progress";
import { fillIn, settingsOfHost, sources } from "./debian-tree";

export async function baseImage(image: string): Promise<void> {
    if (process.getuid?.() !== 0 || !debian()) {
        throw new Error(
            `the image ${image} is not there and no registry answers. Load it ('docker load', 'docker pull' through your registry and ` +
                `'docker tag … ${image}'), or run this once as root on Debian, where it is made from Debian's packages.`,
        );
    }
    say(`• No image registry answers: ${image} is made from Debian's packages instead (about a minute, once)`);
    if (!onPath("debootstrap")) {
        await step("installing debootstrap", () => aptInstall(["debootstrap"]));
    }
    const release = /^debian:(\w+)-slim$/.exec(image)?.[1] ?? "";
    const tree = join(tmpdir(), `base-image-${randomBytes(6).toString("hex")}`);
    mkdirSync(tree, { mode: 0o755 });
    try {
        await step(`making ${image}`, async () => {
            const { mirror } = sources();
            await run("debootstrap", ["--variant=minbase", "--include=ca-certificates", release, tree, mirror]);
            await fillIn(tree, release);
            const changes = ['CMD ["bash"]', ...settingsOfHost()].flatMap((change) => ["--change", change]);
            await run("bash", [
                "-o",
                "pipefail",
                "-c",
                'tar --numeric-owner -C "$0" -c . | docker import "$@"',
                tree,
                ...changes,
                "-",
                image,
            ]);
        });
    } finally {
        rmSync(tree, { recursive: true, force: true });
    }
}
