import * as pulumi from "@pulumi/pulumi";
import { defaultConnections, type DefaultConnectionsArgs } from "../../../components/airflow/default-connections";
import { postgresConnection } from "../../../components/airflow/postgres-connection";
import { SshKeys } from "../../../components/secrets/ssh-keys";
import { registered, settled } from "../../../tools/mocked/registered";

const login = {
    host: "postgres",
    port: 5432,
    user: "analytics",
    password: pulumi.secret("word"),
    database: "analytics",
};

describe("defaultConnections", () => {
    const build = async (source?: DefaultConnectionsArgs["source"]) => {
        const { result } = await registered(() =>
            pulumi.jsonStringify(
                defaultConnections({
                    sshConnectionId: "dbt_ssh",
                    dbt: { host: "dbt", port: 22 },
                    sshKeys: new SshKeys("ssh-keys", { generation: 1 }),
                    analytics: postgresConnection(login),
                    source,
                }),
            ),
        );
        const { value, secret } = await settled(result);
        return { connections: JSON.parse(value) as Record<string, Record<string, unknown>>, secret };
    };

    test("pins the host key in the field that Airflow reads, logs in by key, and sets no time limit for commands", async () => {
        const { connections, secret } = await build();
        expect(secret).toBe(true);
        expect(connections.dbt_ssh).toMatchObject({ conn_type: "ssh", host: "dbt", port: 22, login: "airflow" });
        expect(connections.dbt_ssh).not.toHaveProperty("password");
        expect(connections.dbt_ssh.extra).toMatchObject({
            private_key: "private ssh-keys-client\n",
            host_key: "ssh-rsa ssh-keys-host",
            no_host_key_check: false,
            cmd_timeout: null,
        });
    });

    test("has the analytics database, and the example's source only if there is one", async () => {
        const { connections } = await build();
        expect(connections.analytics).toEqual({
            conn_type: "postgres",
            host: "postgres",
            port: 5432,
            login: "analytics",
            password: "word",
            schema: "analytics",
        });
        expect(connections).not.toHaveProperty("source");
        expect(connections).not.toHaveProperty("source_owner");
        const source = await build({
            owner: { ...login, user: "source" },
            reader: { ...login, user: "source_reader" },
        });
        expect(source.connections.source).toMatchObject({ login: "source_reader" });
        expect(source.connections.source_owner).toMatchObject({ login: "source" });
    });
});
