import { BigQueryCredentials, type BigQueryCredentialsArgs } from "../../../components/secrets/bigquery-credentials";
import { only, registered, settled } from "../../../tools/mocked/registered";

const args: BigQueryCredentialsArgs = {
    project: "my-project",
    accountId: "airflow-dbt-prod",
    admin: false,
    generation: 1,
};
const make = (otherwise: Partial<BigQueryCredentialsArgs> = {}) =>
    registered(() => new BigQueryCredentials("bigquery", { ...args, ...otherwise }), "prod");

const provider = "pulumi:providers:gcp";
const account = "gcp:serviceaccount/account:Account";
const member = "gcp:projects/iAMMember:IAMMember";
const key = "gcp:serviceaccount/key:Key";

describe("BigQueryCredentials", () => {
    test("makes one account with the roles that dbt needs, in the project, at Google's own address", async () => {
        const { resources } = await make();
        expect(only(resources, provider, "bigquery").inputs).toEqual({ project: "my-project" });
        expect(only(resources, account, "bigquery").inputs).toMatchObject({
            accountId: "airflow-dbt-prod",
            project: "my-project",
            description: "Made by the Pulumi stack prod",
        });
        expect(resources.filter(({ type }) => type === member).map(({ inputs }) => inputs)).toEqual([
            { project: "my-project", role: "roles/bigquery.jobUser", member: "serviceAccount:bigquery@example.com" },
            { project: "my-project", role: "roles/bigquery.dataEditor", member: "serviceAccount:bigquery@example.com" },
        ]);
        expect(resources.filter(({ parent }) => parent === "bigquery")).toHaveLength(5);
    });

    test("has bigquery.admin in their place if it is to be an admin", async () => {
        const { resources } = await make({ admin: true });
        expect(resources.filter(({ type }) => type === member).map(({ name, inputs }) => [name, inputs.role])).toEqual([
            ["bigquery-admin", "roles/bigquery.admin"],
        ]);
    });

    test("gives the key away only after the account has its roles", async () => {
        const { resources } = await make();
        const { inputs, dependencies, additionalSecretOutputs } = only(resources, key, "bigquery");
        expect(inputs).toEqual({ serviceAccountId: "account bigquery" });
        expect(dependencies).toEqual(expect.arrayContaining(["bigquery-jobUser", "bigquery-dataEditor"]));
        expect(additionalSecretOutputs).toContain("privateKey");
    });

    test("gives the key as JSON, and secret", async () => {
        const { result } = await make();
        expect(await settled(result.key)).toEqual({ value: '{"key": "bigquery"}', secret: true });
        expect(await settled(result.email)).toEqual({ value: "bigquery@example.com", secret: false });
    });

    test("makes a new key, and deletes the old one after that, for a higher generation", async () => {
        const { resources } = await make({ generation: 2 });
        expect(only(resources, key, "bigquery")).toMatchObject({ replacementTrigger: 2, deleteBeforeReplace: false });
        expect(only(resources, account, "bigquery").replacementTrigger).not.toBe(2);
    });

    test("asks another address, in the form that the plugin wants", async () => {
        const { resources } = await make({ endpoint: "https://private.example.com" });
        const address = "https://private.example.com/v1/";
        expect(only(resources, provider, "bigquery").inputs).toEqual({
            project: "my-project",
            iamCustomEndpoint: address,
            resourceManagerCustomEndpoint: address,
        });
    });
});
