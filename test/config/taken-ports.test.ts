import { writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import * as pulumi from "@pulumi/pulumi";
import { type Settings } from "../../config/settings";
import { refuseTakenPorts } from "../../config/taken-ports";
import { fakeDocker } from "../support/fake-docker";

/** Stands in for the docker command line, which lists the running containers. */
const beside = fakeDocker(`#!/bin/sh
cat "$(dirname "$0")/running" 2> /dev/null
`);
const running = (name: string, stack: string) =>
    writeFileSync(beside("running"), `${name}\t127.0.0.1:${port}->8080/tcp, :::${port}->8080/tcp\t${stack}\n`);

let server: Server;
let port: number;

beforeAll(async () => {
    await pulumi.runtime.setMocks(
        { newResource: () => ({ id: "", state: {} }), call: () => ({}) },
        "airflow-dbt",
        "local",
    );
    server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    port = (server.address() as { port: number }).port;
});

afterAll(() => server.close());

const settings = (more: Partial<Settings>) =>
    ({
        docker: { bindAddress: "127.0.0.1", suffix: "of-no-container", remote: false },
        apiserverPort: port,
        dbtDocsPort: 0,
        metadata: { kind: "embedded", port: 0 },
        ...more,
    }) as Settings;

describe("refuseTakenPorts", () => {
    test("names the setting, the port and the command", async () => {
        await expect(refuseTakenPorts(settings({}))).rejects.toThrow(
            new RegExp(
                `apiserverPort: port ${port} on 127.0.0.1 is taken by another program.\\s+pulumi config set apiserverPort <another port>`,
            ),
        );
    });

    test("is content with a port that the stack's own container has", async () => {
        running("airflow-apiserver-of-no-container", "local");
        await expect(refuseTakenPorts(settings({}))).resolves.toBeUndefined();
    });

    test("names the container that has the port", async () => {
        running("airflow-apiserver-dbt-simple", "of-another-checkout");
        await expect(refuseTakenPorts(settings({}))).rejects.toThrow(
            /is taken by the container airflow-apiserver-dbt-simple\.\n {6}pulumi config set apiserverPort <another port>$/,
        );
    });

    test("names the former suffix as well, if the container may be the stack's own", async () => {
        running("airflow-apiserver-dbt-simple", "local");
        await expect(refuseTakenPorts(settings({}))).rejects.toThrow(
            /pulumi config set apiserverPort <another port>\n {2}containerSuffix: airflow-apiserver-dbt-simple is of a stack local with the suffix dbt-simple: if it is this one, its suffix has changed, and must be put back instead\.\n {6}pulumi config set containerSuffix dbt-simple$/,
        );
    });

    test("is content with free ports", async () => {
        await expect(refuseTakenPorts(settings({ apiserverPort: 0 }))).resolves.toBeUndefined();
    });

    test("leaves the embedded server's port alone where there is none", async () => {
        const embedded = { metadata: { kind: "embedded", port }, apiserverPort: 0 } as Partial<Settings>;
        await expect(refuseTakenPorts(settings(embedded))).rejects.toThrow(`postgresPort: port ${port}`);
        const existing = { metadata: { kind: "managed" }, apiserverPort: 0 } as Partial<Settings>;
        await expect(refuseTakenPorts(settings(existing))).resolves.toBeUndefined();
    });

    test("does not look at this machine's ports for a stack on another", async () => {
        const docker = {
            bindAddress: "127.0.0.1",
            suffix: "of-no-container",
            address: undefined,
            hostName: undefined,
            tls: false,
            remote: true,
            limits: {},
        };
        await expect(refuseTakenPorts(settings({ docker }))).resolves.toBeUndefined();
    });
});
