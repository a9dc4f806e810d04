import { generateKeyPairSync } from "node:crypto";
import { AirflowApi } from "../../tools/running-stack/airflow-api";
import { allHealthy, containersOf, inContainer, replaced } from "../../tools/running-stack/containers";
import { say, waitFor } from "../../tools/running-stack/run";
import { type TestStack } from "../../tools/running-stack/test-stack";
import { GitServer } from "./support/git-server";
import { leaveCopy, stackOfCopy } from "./support/stack-of-copy";
import { wordFiles, WordRuns } from "./support/word-dag";

const refreshSeconds = 5;

describe("DAGs from git", () => {
    let stack: TestStack;
    let server: GitServer;
    let runs: WordRuns;
    const commits: string[] = [];

    const push = async (text: string) => {
        commits.push(await server.push(wordFiles(text)));
        return commits.at(-1) as string;
    };
    /** Also after the key has changed with which the API signs. */
    const logIn = async () => {
        runs = new WordRuns(stack, await AirflowApi.loggedIn(stack));
    };
    const copies = async () =>
        (await inContainer(stack, "airflow-scheduler", "ls", "/var/lib/airflow-dags/dags-folder/versions")).split("\n");

    const readFromGit = async () => {
        await server.readBy(stack, "main", refreshSeconds);
        // Bundles of commits go soon, all but two of them.
        for (const [option, value] of [
            ["INTERVAL", 5],
            ["AGE_THRESHOLD", 1],
            ["MIN_VERSIONS", 2],
        ] as const) {
            await stack.setPath(`airflowVariables.AIRFLOW__DAG_PROCESSOR__STALE_BUNDLE_CLEANUP_${option}`, value);
        }
    };

    beforeAll(async () => {
        const made = await stackOfCopy("dags-git");
        stack = made.stack;
        server = await GitServer.start(stack);
        made.copy.addFiles(wordFiles("mounted"));
        await push("one");
        await stack.up();
        await allHealthy(stack);
        await logIn();
    }, 1_800_000);
    afterAll(async () => {
        await server.stop();
        await leaveCopy(stack);
    }, 300_000);

    test("a run that waits while the DAGs move to git goes on there", async () => {
        const run = await runs.started();
        await readFromGit();
        const update = stack.up();
        await runs.paused();
        await runs.go(run);
        await update;
        expect(await runs.said(run)).toBe("one");
        expect(await runs.versionOf(run)).toBeNull();
        await runs.read(commits[0], 60);
    });

    test("a run keeps the commit with which it began, and the next one has that of a push", async () => {
        const run = await runs.started();
        const commit = await push("two");
        const began = Date.now();
        await runs.read(commit, 60);
        say(`a push showed after ${((Date.now() - began) / 1000).toFixed(1)} s`);
        const next = await runs.started();
        await runs.go(run);
        await runs.go(next);
        expect([await runs.said(run), await runs.versionOf(run)]).toEqual(["one", commits[0]]);
        expect([await runs.said(next), await runs.versionOf(next)]).toEqual(["two", commit]);
    });

    test("no task needs the server, not even the first one of a commit", async () => {
        const commit = await push("three");
        await runs.read(commit, 60);
        expect(await copies()).not.toContain(commit);
        await server.pause();
        expect(await runs.ran()).toBe("three");
        expect(await copies()).toContain(commit);
    });

    test("npm run status tells since when the DAGs are not read", async () => {
        await waitFor("the status to say so", 240, async () =>
            /the repository was last read [1-9]\d* minutes ago/.test((await stack.npm("status")).output)
                ? true
                : undefined,
        );
    });

    test("a server that answers again is read at once, and copies of old commits go", async () => {
        await server.resume();
        await runs.read(await push("four"), 60);
        // Of the first two commits, that one stays whose task ended last.
        const left = await waitFor("all copies but two to go", 60, async () => {
            const names = await copies();
            return names.length === 2 ? names : undefined;
        });
        expect(left).toContain(commits[2]);
        expect((await containersOf(stack)).get("airflow-scheduler")?.RestartCount).toBe(0);
    });

    test("a worker reads the commit of a run itself", async () => {
        await stack.setPath("workers[0].name", "one");
        await stack.up();
        await allHealthy(stack);
        // Tokens are signed with another key now.
        await logIn();
        const run = await runs.started();
        const worker = (...command: string[]) => inContainer(stack, "airflow-worker-one", ...command);
        await worker("touch", `/opt/airflow/logs/${run}.go`);
        expect(await runs.said(run)).toBe("four");
        expect(await worker("ls", "/var/lib/airflow-dags/dags-folder/versions")).toBe(commits[3]);
        await stack.unset("workers");
        await stack.up();
        await allHealthy(stack);
        await logIn();
    });

    test("an update with a wrong key fails by the setting's name, and no task waits for it", async () => {
        const run = await runs.started();
        const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
        await stack.setSecret("dagsDeployKey", privateKey.export({ type: "pkcs1", format: "pem" }).toString());
        const { code, output } = await stack.pulumi(["up", "--yes", "--skip-preview"]);
        await stack.setSecret("dagsDeployKey", server.deployKey);
        expect(output).toContain("airflow-check-git: dagsDeployKey: the server lets nobody in with it");
        expect(code).not.toBe(0);
        expect(await runs.isPaused()).toBe(false);
        const next = await runs.ran();
        await runs.go(run);
        expect(await runs.said(run)).toBe(next);
    });

    describe("an update to a repository that cannot be read", () => {
        const otherKey = () => {
            const { publicKey } = generateKeyPairSync("ed25519");
            const raw = publicKey.export({ type: "spki", format: "der" }).subarray(-32);
            const part = (bytes: Buffer) => Buffer.concat([Buffer.from([0, 0, 0, bytes.length]), bytes]);
            const blob = Buffer.concat([part(Buffer.from("ssh-ed25519")), part(raw)]).toString("base64");
            return `${server.knownHosts.split(" ")[0]} ssh-ed25519 ${blob}`;
        };

        test.each<[string, string, () => string, () => string, string]>([
            ["of another server", "knownHosts", otherKey, () => server.knownHosts, "dags: git.knownHosts has no line"],
            ["without that branch", "ref", () => "release", () => "main", "dags: the repository has no branch or tag"],
            ["without that folder", "subdir", () => "dags", () => "airflow/dags", "dags: the repository has no folder"],
        ])("%s fails, and nothing else is replaced", async (_, field, bad, good, message) => {
            const before = await containersOf(stack);
            await stack.setPath(`dags.git.${field}`, bad());
            const { code, output } = await stack.pulumi(["up", "--yes", "--skip-preview"]);
            await stack.setPath(`dags.git.${field}`, good());
            expect(output).toContain(`airflow-check-git: ${message}`);
            expect(code).not.toBe(0);
            const others = replaced(before, await containersOf(stack)).filter((role) => role !== "airflow-git-check");
            expect(others).toEqual([]);
        });
    });
});
