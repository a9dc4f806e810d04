import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type * as State from "../../../commands/set-up/state";

let folder: string;
let state: typeof State.state;

beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "state-"));
    // Without a login of the machine's user.
    process.env.PULUMI_HOME = folder;
    ({ state } = await import("../../../commands/set-up/state"));
});

afterAll(() => rmSync(folder, { recursive: true }));

it("keeps the state and a new passphrase to itself", () => {
    const own = join(folder, "own");
    const { environment, created } = state({}, own);
    expect(created).toBe(true);
    expect(environment).toEqual({
        PULUMI_BACKEND_URL: `file://${own}?metadata=skip`,
        PULUMI_CONFIG_PASSPHRASE_FILE: join(own, "passphrase"),
    });
    expect(statSync(own).mode & 0o777).toBe(0o700);
    expect(statSync(join(own, "passphrase")).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(own, "passphrase"), "utf8")).toMatch(/^[\w-]{43}\n$/);
});

it("makes a state readable again that a killed update left with empty metadata", () => {
    const own = join(folder, "killed");
    const metadata = join(own, ".pulumi", "stacks", "airflow-dbt", "local.json.attrs");
    mkdirSync(dirname(metadata), { recursive: true });
    for (const environment of [{ PULUMI_CONFIG_PASSPHRASE: "x" }, { PULUMI_BACKEND_URL: `file://${own}` }]) {
        writeFileSync(metadata, "");
        state(environment, own);
        expect(existsSync(metadata)).toBe(false);
    }
});

it("keeps the passphrase that is there", () => {
    const own = join(folder, "again");
    state({}, own);
    const before = readFileSync(join(own, "passphrase"), "utf8");
    expect(state({}, own).created).toBe(false);
    expect(readFileSync(join(own, "passphrase"), "utf8")).toBe(before);
});

it("takes what the environment says", () => {
    const own = join(folder, "unused");
    expect(state({ PULUMI_BACKEND_URL: "s3://bucket", PULUMI_CONFIG_PASSPHRASE: "" }, own).environment).toEqual({});
    expect(state({ PULUMI_BACKEND_URL: "https://api.pulumi.com" }, own).environment).toEqual({});
    expect(state({ PULUMI_BACKEND_URL: "s3://bucket" }, own).environment).toEqual({
        PULUMI_CONFIG_PASSPHRASE_FILE: join(own, "passphrase"),
    });
});

it("takes the backend of a login", () => {
    writeFileSync(join(folder, "credentials.json"), JSON.stringify({ current: "gs://bucket" }));
    expect(state({ PULUMI_CONFIG_PASSPHRASE: "x" }, join(folder, "unused")).environment).toEqual({});
    rmSync(join(folder, "credentials.json"));
});

it("makes no new passphrase over stacks that need the old one", () => {
    const own = join(folder, "lost");
    mkdirSync(join(own, ".pulumi", "stacks", "project"), { recursive: true });
    writeFileSync(join(own, ".pulumi", "stacks", "project", "local.json"), "{}");
    expect(() => state({}, own)).toThrow("PULUMI_CONFIG_PASSPHRASE_FILE");
});
