import { rmSync, writeFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { Dbt, type DbtArgs } from "../../../components/dbt/dbt";
import { SshKeys } from "../../../components/secrets/ssh-keys";
import { dockerHost } from "../../support/fixtures";
import { only, type Registered, registered } from "../../../tools/mocked/registered";

const build = async (more: Partial<DbtArgs> = {}) => {
    const { resources } = await registered(() => {
        const sshKeys = new SshKeys("ssh-keys", { generation: 1 });
        const variables = {
            plain: { DBT_TARGET: "prod", PROD_ANALYTICS_POSTGRES_PORT: 5432 },
            secret: { PROD_ANALYTICS_POSTGRES_PASSWORD: pulumi.secret("of the=warehouse") },
        };
        return new Dbt("dbt", {
            host: dockerHost(),
            code: "mounted",
            docsPort: 8085,
            warm: true,
            sshKeys,
            variables,
            files: { "/run/secrets/key.json": "{}" },
            ...more,
        });
    });
    return resources;
};

const container = (resources: Registered[], name: string) => only(resources, "docker:index/container:Container", name);
const uploads = (resource: Registered) =>
    Object.fromEntries(
        (resource.inputs.uploads as { file: string; content: string }[]).map(({ file, content }) => [file, content]),
    );
const imageName = (resources: Registered[]) =>
    only(resources, "docker:index/remoteImage:RemoteImage", "dbt").inputs.name;

describe("Dbt", () => {
    test("gives dbt its host key, the one client that it lets in, its environment and the warehouse's files, as secrets", async () => {
        const dbt = container(await build(), "dbt");
        expect(uploads(dbt)).toEqual({
            "/etc/ssh/ssh_host_rsa_key": "private ssh-keys-host\n",
            "/run/secrets/authorized_keys": "ssh-rsa ssh-keys-client",
            "/run/secrets/dbt.env":
                "DBT_TARGET=prod\nPROD_ANALYTICS_POSTGRES_PASSWORD=of the=warehouse\nPROD_ANALYTICS_POSTGRES_PORT=5432\n",
            "/run/secrets/key.json": "{}",
        });
        expect(dbt.secretInputs).toEqual(["uploads"]);
        expect(dbt.inputs.envs).toEqual([]);
        expect(dbt.inputs).not.toHaveProperty("ports");
    });

    test("starts dbt for each command if warmDbt is off", async () => {
        expect(container(await build({ warm: false }), "dbt").inputs.envs).toEqual(["WARM_DBT=false"]);
    });

    test("gives the docs no secret, what dbt wrote read-only, and the port", async () => {
        const docs = container(await build(), "dbt-docs");
        expect(docs.inputs).toMatchObject({
            uploads: [],
            ports: [{ internal: 8080, external: 8085 }],
            volumes: [{ containerPath: "/var/lib/dbt-docs", readOnly: true }],
        });
    });

    test("mounts the project read-only, so that an edit of it builds no image", async () => {
        const resources = await build();
        expect(container(resources, "dbt").inputs.volumes).toEqual(
            expect.arrayContaining([
                { containerPath: "/usr/app", hostPath: expect.stringMatching(/\/dbt$/) as string, readOnly: true },
            ]),
        );
        expect(imageName(await withSeed(() => build()))).toBe(imageName(resources));
    });

    test("bakes the project into the image where the host cannot see it, and whatever is added to it", async () => {
        const resources = await build({ code: "baked" });
        expect(JSON.stringify(container(resources, "dbt").inputs.volumes)).not.toContain("hostPath");
        expect(only(resources, "docker:index/remoteImage:RemoteImage", "dbt").inputs.build).toMatchObject({
            target: "baked",
        });
        expect(imageName(await withSeed(() => build({ code: "baked" })))).not.toBe(imageName(resources));
    });
});

/** With one file more in the project, of a kind that the example has none of. */
async function withSeed<T>(look: () => Promise<T>): Promise<T> {
    const seed = `dbt/seed-of-test-${process.pid}.csv`;
    writeFileSync(seed, "a\n1\n");
    try {
        return await look();
    } finally {
        rmSync(seed);
    }
}
