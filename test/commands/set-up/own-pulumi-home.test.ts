import { existsSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type * as Homes from "../../../commands/set-up/own-pulumi-home";
import { temporaryFolder } from "../../support/fixtures";

const user = temporaryFolder({
    "credentials.json": "{}",
    "plugins/resource-docker-v1.0.0/pulumi-resource-docker": "built",
    "plugins/resource-docker-v1.0.0/not-official": "key",
    "plugins/resource-docker-v1.0.0.lock": "",
    "plugins/resource-aws-v2.0.0/pulumi-resource-aws": "official",
    "plugins/resource-aws-v2.0.0.lock": "",
    "versions/3.220.0/bin/pulumi": "built",
    "versions/3.220.0/bin/built-from-go-modules": "",
    "versions/3.200.0/bin/pulumi": "official",
});
const cache = temporaryFolder({});
const own = join(cache, "airflow-dbt", "pulumi-home");
let homes: typeof Homes;

beforeAll(async () => {
    Object.assign(process.env, { PULUMI_HOME: user, XDG_CACHE_HOME: cache });
    homes = await import("../../../commands/set-up/own-pulumi-home");
});

test("the project's own home has the user's login and stack selection", () => {
    const environment = { PULUMI_HOME: own, PULUMI_CREDENTIALS_PATH: user };
    expect(homes.ownHomeEnvironment()).toEqual(environment);
    expect(homes.ownHomeEnvironment()).toEqual(environment);
    writeFileSync(join(user, "workspaces", "selected.json"), "{}");
    expect(readdirSync(join(own, "workspaces"))).toEqual(["selected.json"]);
    expect(readlinkSync(join(own, "workspaces"))).toBe(join(user, "workspaces"));
});

test("an official plugin is copied, in place of one that is not", () => {
    const folder = join(user, "plugins", "resource-aws-v2.0.0");
    const copy = join(own, "plugins", "resource-aws-v2.0.0");
    homes.copyOfficialPlugin(folder);
    expect(readFileSync(join(copy, "pulumi-resource-aws"), "utf8")).toBe("official");
    writeFileSync(join(copy, "pulumi-resource-aws"), "stand-in");
    writeFileSync(join(copy, "not-official"), "key");
    homes.copyOfficialPlugin(folder);
    expect(readFileSync(join(copy, "pulumi-resource-aws"), "utf8")).toBe("official");
    expect(existsSync(join(copy, "not-official"))).toBe(false);
});

test("what an earlier version put into the user's home is removed, and nothing else", () => {
    const said = jest.spyOn(process.stderr, "write").mockReturnValue(true);
    homes.tidyPulumiHome();
    expect(said.mock.calls.join("")).toContain("resource-docker-v1.0.0, 3.220.0");
    said.mockClear();
    homes.tidyPulumiHome();
    expect(said).not.toHaveBeenCalled();
    said.mockRestore();
    expect(readdirSync(join(user, "plugins")).sort()).toEqual(["resource-aws-v2.0.0", "resource-aws-v2.0.0.lock"]);
    expect(readdirSync(join(user, "versions"))).toEqual(["3.200.0"]);
    expect(existsSync(join(user, "credentials.json"))).toBe(true);
});
