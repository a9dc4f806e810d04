import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BUILT, NOT_OFFICIAL } from "../../commands/set-up/own-pulumi-home";
import { ownPulumiHome, pulumiHome } from "../../commands/set-up/places";
import { OFFLINE } from "../../commands/set-up/stand-ins";
import { Checkout } from "./support/checkout";

// A user with Internet access has deleted offline/. This machine's Pulumi homes stand in for the downloads.
const homes = mkdtempSync(join(tmpdir(), "airflow-dbt-pulumi-homes-"));
const [official, empty] = ["official", "empty"].map((name) => join(homes, name));
// Nobody listens there.
const proxy = "http://127.0.0.1:9";
const noDownload = {
    HTTPS_PROXY: proxy,
    https_proxy: proxy,
    NO_PROXY: "127.0.0.1",
    no_proxy: "127.0.0.1",
    PATH: process.env.PATH ?? "",
};
let checkout: Checkout;

/** Copies a folder of both homes, the user's own last, and takes off the mark of what is not official. */
function copyAsOfficial(folder: string, mark: string): void {
    for (const home of [ownPulumiHome, pulumiHome].filter((each) => existsSync(join(each, folder)))) {
        cpSync(join(home, folder), join(official, folder), { recursive: true });
    }
    for (const file of readdirSync(join(official, folder), { recursive: true, encoding: "utf8" })) {
        if (file.endsWith(mark)) {
            rmSync(join(official, folder, file));
        }
    }
}

beforeAll(async () => {
    checkout = (await Checkout.make()).withEnvironment({ PULUMI_CREDENTIALS_PATH: "", [OFFLINE]: "" });
    checkout.remove("offline");
    mkdirSync(empty, { recursive: true });
    copyAsOfficial("plugins", NOT_OFFICIAL);
    copyAsOfficial("versions", BUILT);
    await checkout.expectPulumi(["stack", "init", "prod"]);
    await checkout.expectPulumi(
        ["config", "set", "--stack", "prod", "--secret", "metaDatabaseAdminPassword"],
        "of-any-server",
    );
});

afterAll(() => rmSync(homes, { recursive: true }));

test("the rest of the project still compiles", async () => {
    expect(await checkout.typeCheck()).toMatchObject({ code: 0, stdout: "" });
});

test("set-up and preview work with what is official, in the user's own Pulumi home", async () => {
    const user = checkout.withEnvironment({ ...noDownload, PULUMI_HOME: official });
    const ready = await user.npmRun("set-up", "prod", "--no-engine");
    expect([ready.code, ready.stderr]).toEqual([0, ""]);
    expect(ready.stdout).toMatch(/^export PATH=\S+ PULUMI_HOME=\S+official\n$/);
    // The copies are taken for official by set-up, but know themselves.
    const preview = await user.withEnvironment({ [OFFLINE]: "1" }).preview("prod");
    expect(preview).toMatchObject({
        code: 0,
        stdout: expect.stringMatching(/^Preview of prod: \d+ to create/) as string,
    });
});

test("set-up says what is missing, and nothing of stand-ins", async () => {
    const nothing = await checkout
        .withEnvironment({ ...noDownload, PULUMI_HOME: empty })
        .npmRun("set-up", "--no-engine");
    expect(nothing.code).toBe(1);
    expect(nothing.stderr).toContain("Pulumi's CLI 3.220.0 is missing and cannot be downloaded from get.pulumi.com.");
    cpSync(join(official, "versions"), join(empty, "versions"), { recursive: true });
    const noPlugins = await checkout
        .withEnvironment({ ...noDownload, PULUMI_HOME: empty })
        .npmRun("set-up", "--no-engine");
    expect(noPlugins.code).toBe(1);
    expect(noPlugins.stderr).toMatch(/^These Pulumi plugins are missing [^]*: docker [\d.]+, random /);
    expect(noPlugins.stderr).not.toContain(OFFLINE);
});
