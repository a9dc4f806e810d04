import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { needsGcp } from "../../../commands/set-up/gcp";

const folder = mkdtempSync(join(tmpdir(), "gcp-"));
afterAll(() => rmSync(folder, { recursive: true }));

it.each([
    [true, "warehouse: bigquery", ""],
    [true, "warehouse: bigquery", "bigqueryCredentials: create"],
    [false, "warehouse: bigquery", "bigqueryCredentials: none"],
    [false, "warehouse: bigquery", "bigqueryCredentials: {secure: v1:abc}"],
    [false, "warehouse: postgres", "bigqueryCredentials: create"],
    [false, "containerSuffix: x", ""],
])("tells (%s) that a stack needs @pulumi/gcp, with %s, %s", (needed, ...settings) => {
    const file = join(folder, "Pulumi.prod.yaml");
    const lines = settings.filter((line) => line !== "").map((line) => `  airflow-dbt:${line}\n`);
    writeFileSync(file, `config:\n${lines.join("")}`);
    expect(needsGcp(file)).toBe(needed);
});

it("tells that a stack without a file does not", () => {
    expect(needsGcp(join(folder, "Pulumi.other.yaml"))).toBe(false);
    writeFileSync(join(folder, "Pulumi.empty.yaml"), "");
    expect(needsGcp(join(folder, "Pulumi.empty.yaml"))).toBe(false);
});

it("finds the package in the lock file with a checksum, as a peer alone", () => {
    const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8")) as {
        packages: Record<
            string,
            { version?: string; integrity?: string; peer?: boolean; peerDependencies?: Record<string, string> }
        >;
    };
    const gcp = packages["node_modules/@pulumi/gcp"];
    expect(gcp).toMatchObject({ version: packages[""]?.peerDependencies?.["@pulumi/gcp"], peer: true });
    expect(gcp?.integrity).toMatch(/^sha512-/);
});
