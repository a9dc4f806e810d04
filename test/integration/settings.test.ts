import { mkdtempSync, rmSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { containersOf, replaced } from "../../tools/running-stack/containers";
import { remains } from "../../tools/running-stack/remains";
import { freePorts } from "../../tools/running-stack/free-ports";
import { sharedStack } from "./support/shared-stack";

const stack = sharedStack();

/** Writes a bad setting, and expects the update to name it, say what is wrong, and leave everything as it was. */
async function refused(
    write: () => Promise<unknown>,
    putBack: () => Promise<unknown>,
    expected: RegExp[],
): Promise<void> {
    const before = await containersOf(stack);
    try {
        await write();
        for (const command of [["preview"], ["up", "--yes", "--skip-preview"]]) {
            const ended = await stack.pulumi(command);
            expect(ended.code).not.toBe(0);
            for (const words of expected) {
                expect(ended.output).toMatch(words);
            }
        }
        expect(replaced(before, await containersOf(stack))).toEqual([]);
    } finally {
        await putBack();
    }
}

describe("a bad setting is refused before anything changes", () => {
    const { apiserverPort } = stack.ports;

    test("a port out of range", () =>
        refused(
            () => stack.set({ apiserverPort: 70000 }),
            () => stack.set({ apiserverPort }),
            [/apiserverPort: 70000 is no port/, /pulumi config set apiserverPort <value>/],
        ));

    test("a port that is not a number", () =>
        refused(
            () => stack.set({ apiserverPort: "http" }),
            () => stack.set({ apiserverPort }),
            [/'apiserverPort' must be of type 'integer'/],
        ));

    test("an unknown time zone", () =>
        refused(
            () => stack.set({ timezone: "Asia/Soul" }),
            () => stack.unset("timezone"),
            [/timezone: "Asia\/Soul" is no time zone/, /pulumi config set timezone <value>/],
        ));

    test("a malformed fernet key", () =>
        refused(
            () => stack.setSecret("fernetKey", "not-a-key"),
            () => stack.unset("fernetKey"),
            [/fernetKey: the value \(9 characters\) is no Fernet key/, /pulumi config set --secret fernetKey\s*$/m],
        ));

    test("a secret in plain text", () =>
        refused(
            () => stack.set({ fernetKey: "-_-_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=" }),
            () => stack.unset("fernetKey"),
            [/fernetKey: a secret is in plain text/, /pulumi config set --secret fernetKey/],
        ));

    test("a missing value", () =>
        refused(
            () => stack.set({ metaDatabaseHost: "db.example.com" }),
            () => stack.unset("metaDatabaseHost"),
            [/metaDatabaseAdminPassword: it is missing/, /pulumi config set --secret metaDatabaseAdminPassword\s*$/m],
        ));

    test("an unknown setting", () =>
        refused(
            () => stack.set({ apiServerPort: 8080 }),
            () => stack.unset("apiServerPort"),
            [/apiServerPort: there is no such setting; the closest is apiserverPort/, /pulumi config rm apiServerPort/],
        ));

    describe("another suffix, with which all volumes would be replaced", () => {
        const containerSuffix = `${stack.suffix}-other`;
        const former = new RegExp(`pulumi config set containerSuffix ${stack.suffix}\\s`);

        test("beside the ports that the stack's own containers have", () =>
            refused(
                () => stack.set({ containerSuffix }),
                () => stack.set({ containerSuffix: stack.suffix }),
                [/containerSuffix: \S+ is of a stack \S+ with the suffix \S+: if it is this one/, former],
            ));

        test("with other ports", async () => {
            const [dbtDocsPort, postgresPort, otherPort] = await freePorts(3);
            const { volumes } = await remains(stack.suffix);
            await refused(
                () => stack.set({ containerSuffix, dbtDocsPort, postgresPort, apiserverPort: otherPort }),
                () => stack.set({ containerSuffix: stack.suffix, ...stack.ports }),
                [/containerSuffix: this stack's volumes have names that end in \S+; with \S+-other they/, former],
            );
            expect((await remains(stack.suffix)).volumes).toEqual(volumes);
            expect(await remains(containerSuffix)).toMatchObject({ containers: [], volumes: [], networks: [] });
        });
    });

    test("another engine, which does not have the stack's containers and data", async () => {
        const folder = mkdtempSync(join(tmpdir(), "airflow-dbt-engine-"));
        const socket = join(folder, "docker.sock");
        // An engine without any container.
        const engine = createHttpServer((request, response) =>
            response.setHeader("API-Version", "1.41").end(request.url?.endsWith("/_ping") ? "OK" : "[]"),
        );
        await new Promise<void>((resolve) => engine.listen(socket, resolve));
        try {
            await stack.set({ dockerHost: `unix://${socket}` });
            const { code, output } = await stack.pulumi(["preview"]);
            expect(code).not.toBe(0);
            expect(output).toMatch(
                /airflow-scheduler-\S+ is not on unix:\S+: the containers and data of this stack are on the Docker engine of this machine, and do not move\. Put the setting dockerHost, or DOCKER_HOST, back and run npm start/,
            );
        } finally {
            await stack.unset("dockerHost");
            engine.close();
            rmSync(folder, { recursive: true });
        }
    });

    describe("a port that is taken", () => {
        let other: Server;
        let port: number;

        beforeAll(async () => {
            [port] = await freePorts(1);
            other = createServer();
            await new Promise<void>((resolve) => other.listen(port, "127.0.0.1", resolve));
        });
        afterAll(() => other.close());

        test("by another program", () =>
            refused(
                () => stack.set({ apiserverPort: port }),
                () => stack.set({ apiserverPort }),
                [
                    new RegExp(`apiserverPort: port ${port} on 127.0.0.1 is taken by another program`),
                    /pulumi config set apiserverPort <another port>/,
                ],
            ));
    });
});

test("no setting was changed by these tests", async () => {
    await stack.up("--expect-no-changes");
});
