import { rmSync, writeFileSync } from "node:fs";
import { container, inContainer, replacedBy } from "../../tools/running-stack/containers";
import { run, waitFor } from "../../tools/running-stack/run";
import { sharedStack } from "./support/shared-stack";

const stack = sharedStack();

/** Connects to the warm server in all ways in which no `dbt` command does, and stays until its standard input ends. */
const strangers = `
import array, socket, sys
def caller(*parts):
    connection = socket.socket(socket.AF_UNIX)
    connection.connect("/run/dbt/server.sock")
    assert connection.recv(1) == b"?"
    for part in parts:
        connection.send(part)
    return connection
body = b"\\0".join([b"/usr/app", b"18", b"1", b"--version"])
files = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [0, 2, 2]).tobytes())]
running = caller()
running.sendmsg([len(body).to_bytes(4, "big") + body], files)
assert running.recv(1) == b"+"
running.send(bytes(number for number in range(256) if number not in (1, 2, 3, 15)))
stay = [caller(), caller(b"\\0"), caller(b"\\0\\0\\0"), caller(b"\\xff" * 4), caller(b"GET / HTTP/1.1\\r\\n\\r\\n"), running]
print("connected", flush=True)
sys.stdin.read()
`;

describe("the warm server", () => {
    test("is neither held up nor ended by what does not speak as dbt does", async () => {
        const before = await container(stack, "dbt");
        // A server that is held up answers after ten seconds, or `dbt` goes on without it.
        const beside =
            'sleep 5 | /opt/dbt/bin/python -c "$0" & sleep 2; timeout 9 dbt ls --select nothing; code=$?; wait; exit $code';
        const ended = await run("docker", ["exec", before.Id, "bash", "-c", beside, strangers]);
        expect(ended.output).toContain("connected");
        expect(`${ended.code} ${ended.output}`).toMatch(/^0 /);
        const after = await container(stack, "dbt");
        expect([after.State.StartedAt, after.State.Health?.Status]).toEqual([before.State.StartedAt, "healthy"]);
    });
});

describe("a project whose docs cannot be made", () => {
    const broken = `dbt/models/broken_${process.pid}.sql`;
    afterEach(() => rmSync(broken, { force: true }));
    const page = async () => {
        const answer = await fetch(stack.dbtDocsUrl);
        return { status: answer.status, text: await answer.text() };
    };

    test("says so on their page, with the end of dbt's message and the command to run", async () => {
        writeFileSync(broken, "select * from {{ ref('no_such_model') }}\n");
        await expect(inContainer(stack, "dbt", "dbt", "ls")).rejects.toThrow(/ended with 2/);
        const failed = await waitFor("the page to say that the docs failed", 60, async () => {
            const found = await page();
            return found.status === 500 ? found : undefined;
        });
        expect(failed.text).toContain("no_such_model");
        expect(failed.text).toContain("npm run dbt -- docs generate");
        rmSync(broken);
        await inContainer(stack, "dbt", "dbt", "ls");
        await waitFor("the docs", 60, async () => ((await page()).status === 200 ? true : undefined));
    });
});

describe("with warmDbt false,", () => {
    afterAll(() => replacedBy(stack, () => stack.unset("warmDbt")));

    test("only dbt's container is replaced, says so once, and runs dbt's own command", async () => {
        expect(await replacedBy(stack, () => stack.set({ warmDbt: false }))).toEqual(["dbt"]);
        const { Id } = await container(stack, "dbt");
        const said = "dbt: commands run without a warm process, each about 3 s slower: WARM_DBT is false";
        expect((await run("docker", ["logs", Id])).output.split(said)).toHaveLength(2);
        await expect(inContainer(stack, "dbt", "test", "-e", "/run/dbt/server.sock")).rejects.toThrow();
        expect(await inContainer(stack, "dbt", "dbt", "debug")).toContain("All checks passed!");
    });
});
