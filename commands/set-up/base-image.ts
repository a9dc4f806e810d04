/** The images that the Dockerfiles start from: already present, or pulled, or made from Debian's own packages. */
import { randomBytes } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ask, engineAddress } from "./engine-api";
import { aptInstall, debian } from "./debian";
import { run, succeeds } from "./command";
import { fillIn, settingsOfHost, sources } from "../../offline/debian-tree";
import { onPath } from "./places";
import { say, step } from "./progress";
import { reachable } from "./reachable";

/**
 * Airflow needs Debian 13, whose Python is 3.13. Postgres stays on Debian 12: its volumes hold the data of Postgres 15, which no
 * later version reads.
 */
export const BASE_IMAGES = ["debian:bookworm-slim", "debian:trixie-slim"];

export async function baseImages(): Promise<void> {
    for (const image of BASE_IMAGES) await baseImage(image);
}

async function baseImage(image: string): Promise<void> {
    const status = await ask(engineAddress(), `/images/${image}/json`);
    const there =
        status === 200 || (typeof status !== "number" && (await succeeds("docker", ["image", "inspect", image])));
    if (!there && !(await pulled(image))) await made(image);
}

async function pulled(image: string): Promise<boolean> {
    // Docker Hub asks everyone to log in first: a 401 is the answer of a working registry. A mirror is asked by the engine itself.
    const hub = await reachable("https://registry-1.docker.io/v2/", [401]);
    if (!hub && !(await hasMirror())) return false;
    return step(`pulling ${image}`, () => run("docker", ["pull", "--quiet", image], { limit: 300000 })).then(
        () => true,
        (error: Error) => {
            say(`• ${error.message.split("\n").pop()}`);
            return false;
        },
    );
}

function hasMirror(): Promise<boolean> {
    return run("docker", ["info", "--format", "{{json .RegistryConfig.Mirrors}}"]).then(
        (mirrors) => !["[]", "null", ""].includes(mirrors),
        () => false,
    );
}

async function made(image: string): Promise<void> {
    if (process.getuid?.() !== 0 || !debian()) {
        throw new Error(
            `the image ${image} is not there and no registry answers. Load it ('docker load', 'docker pull' through your registry and ` +
                `'docker tag … ${image}'), or run this once as root on Debian, where it is made from Debian's packages.`,
        );
    }
    say(`• No image registry answers: ${image} is made from Debian's packages instead (about a minute, once)`);
    if (!onPath("debootstrap")) await step("installing debootstrap", () => aptInstall(["debootstrap"]));
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
