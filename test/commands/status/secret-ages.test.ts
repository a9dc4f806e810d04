import { type RecordedResource } from "../../../commands/interrupted-update/recorded-state";
import { secretAges } from "../../../commands/status/secret-ages";

const now = new Date("2026-11-26T12:00:00Z");
const resource = (type: string, name: string, more: Partial<RecordedResource> = {}): RecordedResource => ({
    urn: `urn:pulumi:local::airflow-dbt::airflow-dbt:x:X$${type}::${name}`,
    type,
    created: "2026-11-16T13:00:00Z",
    ...more,
});

test("names generated secrets as the setting generations does, with their age and generation", () => {
    const resources = [
        resource("airflow-dbt:secrets:FernetKey", "fernet-key"),
        resource("random:index/randomPassword:RandomPassword", "fernet-key", { replacementTrigger: 3 }),
        resource("tls:index/privateKey:PrivateKey", "ssh-keys-client"),
        resource("gcp:serviceaccount/key:Key", "bigquery-credentials", { created: "2026-11-26T12:00:01Z" }),
        resource("gcp:serviceaccount/account:Account", "bigquery-credentials"),
        resource("random:index/randomPassword:RandomPassword", "source-password"),
        resource("tls:index/privateKey:PrivateKey", "proxy-tls-key", { replacementTrigger: 2 }),
        resource("tls:index/privateKey:PrivateKey", "postgres-tls-key", { replacementTrigger: 2 }),
        resource("random:index/randomPassword:RandomPassword", "backup-key", { created: undefined }),
    ];
    expect(secretAges({ resources }, now)).toEqual([
        { name: "fernetKey", generation: 3, days: 9 },
        { name: "sshKeys", generation: 1, days: 9 },
        { name: "bigqueryCredentials", generation: 1, days: 0 },
        { name: "tlsKeys", generation: 2, days: 9 },
    ]);
});

test("a stack that is new has none", () => {
    expect(secretAges({}, now)).toEqual([]);
});
