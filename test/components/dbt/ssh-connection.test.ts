import * as pulumi from "@pulumi/pulumi";
import { sshConnection } from "../../../components/dbt/ssh-connection";
import { SshKeys } from "../../../components/secrets/ssh-keys";
import { registered, settled } from "../../../tools/mocked/registered";

test("pins the host key in the field that Airflow reads, logs in by key, and sets no time limit for commands", async () => {
    const { result } = await registered(() =>
        pulumi.jsonStringify(sshConnection({ host: "dbt", port: 22 }, new SshKeys("ssh-keys", { generation: 1 }))),
    );
    const { value, secret } = await settled(result);
    expect(secret).toBe(true);
    const connection = JSON.parse(value) as Record<string, unknown>;
    expect(connection).toMatchObject({ conn_type: "ssh", host: "dbt", port: 22, login: "airflow" });
    expect(connection).not.toHaveProperty("password");
    expect(connection.extra).toMatchObject({
        private_key: "private ssh-keys-client\n",
        host_key: "ssh-rsa ssh-keys-host",
        no_host_key_check: false,
        cmd_timeout: null,
    });
});
