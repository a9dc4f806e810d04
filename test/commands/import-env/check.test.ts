import { check } from "../../../commands/import-env/check";
import { type Planned } from "../../../commands/import-env/plan";
import { type StackConfig } from "../../../commands/import-env/stack-config";
import { defaults } from "../../../tools/mocked/program";

/** A stack's settings over the defaults. */
function stackWith(own: Record<string, unknown> = {}): StackConfig {
    const text = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
    const all = Object.entries({ ...defaults(), ...own }).map(([name, value]) => [name, text(value)]);
    return { all: Object.fromEntries(all) as Record<string, string> } as StackConfig;
}

const plain = (name: string, value: string): Planned => ({ path: ["variables", name], value, secret: false });

test("a plain variable may be next to encrypted ones, of the file and of the stack", async () => {
    const planned = [plain("REGION", "seoul"), { ...plain("CRM_TOKEN", "x"), secret: true }];
    const config = stackWith({ variables: { SHOP_TOKEN: "opened" } });
    expect(await check("local", config, planned)).toEqual({ bad: [], open: [] });
});

test("an address for ports may be that of the machine that updates", async () => {
    const config = stackWith({ postgresBindAddress: "192.0.2.7" });
    expect(await check("local", config, [plain("REGION", "seoul")])).toEqual({ bad: [], open: [] });
});

test("every problem is reported, for the line that it comes from or as still open", async () => {
    const planned = [plain("PATH", "/x"), plain("LONG", "x".repeat(100_001))];
    const { bad, open } = await check("local", stackWith({ analyticsUser: "airflow" }), planned);
    expect(bad.map(({ wrong }) => wrong)).toEqual([
        "PATH belongs to the image, whose programs need their own value",
        expect.stringMatching(/^LONG has 100006 bytes/),
    ]);
    expect(open).toEqual([
        {
            setting: "analyticsUser",
            wrong: "the role airflow is metaDatabaseUser's as well",
            fix: "pulumi config set analyticsUser <value>",
        },
    ]);
});
