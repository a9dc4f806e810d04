import { spawnSync } from "node:child_process";

/** Prints an error of a program as the SDK does, in a process of its own: an endless loop must be ended from outside. */
const program = (first: string) => `
    require("source-map-support/register");
    ${first}
    const pulumi = require("@pulumi/pulumi");
    const print = (error) => { console.log(require("node:util").inspect(error, { colors: true })); process.exit(0); };
    pulumi.output(1).apply(() => { throw new Error("a mistake of the program"); }).promise().catch(print);
`;

const run = (first: string) =>
    spawnSync(process.execPath, ["--max-old-space-size=200", "--import", "tsx", "--eval", program(first)], {
        encoding: "utf8",
        timeout: 20_000,
    });

test("an error of the program is printed at once, with the SDK's own files", () => {
    const { status, stdout } = run('require("./components/stack-traces.ts");');
    expect(status).toBe(0);
    expect(stdout).toContain("a mistake of the program");
    // eslint-disable-next-line no-control-regex -- the colors
    expect(stdout.replace(/\u001b\[\d+m/g, "")).toMatch(/node_modules\/@pulumi\/pulumi\/output\.js:\d+/);
}, 30_000);
