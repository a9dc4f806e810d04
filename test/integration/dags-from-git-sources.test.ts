import { AirflowApi } from "../../tools/running-stack/airflow-api";
import { allHealthy } from "../../tools/running-stack/containers";
import { say } from "../../tools/running-stack/run";
import { type TestStack } from "../../tools/running-stack/test-stack";
import { GitServer } from "./support/git-server";
import { leaveCopy, stackOfCopy } from "./support/stack-of-copy";
import { wordFiles, WordRuns } from "./support/word-dag";

/** Only `npm run test:matrix` runs these. */
const all = process.env.AIRFLOW_DBT_ALL_CHANGES !== undefined;
const refreshSeconds = 5;

(all ? describe : describe.skip)("DAGs from", () => {
    let stack: TestStack;
    let server: GitServer;
    let runs: WordRuns;
    let tagged: string;

    const update = async () => {
        await stack.up();
        await allHealthy(stack);
    };

    beforeAll(async () => {
        const made = await stackOfCopy("git-sources");
        stack = made.stack;
        server = await GitServer.start(stack);
        made.copy.addFiles(wordFiles("mounted"));
        tagged = await server.push(wordFiles("tagged"));
        await server.tag("v1");
        await server.push(wordFiles("main"));
        await server.readBy(stack, "v1", refreshSeconds);
        await update();
        runs = new WordRuns(stack, await AirflowApi.loggedIn(stack));
    }, 1_800_000);
    afterAll(async () => {
        await server.stop();
        await leaveCopy(stack);
    }, 300_000);

    test("a tag are those of its commit, until it is moved", async () => {
        await runs.read(tagged, 60);
        expect(await runs.ran()).toBe("tagged");
        const commit = await server.push(wordFiles("moved"));
        await server.tag("v1");
        const began = Date.now();
        await runs.read(commit, 60);
        say(`a moved tag showed after ${((Date.now() - began) / 1000).toFixed(1)} s`);
        expect(await runs.ran()).toBe("moved");
    });

    test("a server whose certificate a private authority signed are read if the setting has that authority", async () => {
        const { url, caCertificate } = await server.serveHttps();
        const commit = await server.push(wordFiles("over HTTPS"));
        await stack.setPath("dags.git.url", url);
        await stack.setPath("dags.git.ref", "main");
        await stack.expectPulumi(["config", "rm", "--path", "dags.git.knownHosts"]);
        await stack.unset("dagsDeployKey");
        const { code, output } = await stack.pulumi(["up", "--yes", "--skip-preview"]);
        expect(output).toContain("airflow-check-git: dags: git.caCertificate is not the authority that signed");
        expect(code).not.toBe(0);
        // Its first characters would be an option of `config set`.
        const given = `dags.git.caCertificate=${caCertificate}`;
        await stack.expectPulumi(["config", "set-all", "--path", "--plaintext", given]);
        await update();
        await runs.read(commit, 60);
        expect(await runs.ran()).toBe("over HTTPS");
    });

    test("the checkout take the place of a repository's while a run waits", async () => {
        const run = await runs.started();
        const version = await runs.versionOf(run);
        await stack.unset("dags");
        const updated = update();
        await runs.paused();
        await runs.go(run);
        await updated;
        expect(await runs.said(run)).toBe("mounted");
        expect(await runs.versionOf(run)).toBe(version);
        expect(await runs.ran()).toBe("mounted");
    });
});
