import * as pulumi from "@pulumi/pulumi";

const component = "../../../components/secrets/bigquery-credentials";
const failure = (message: string) => Object.assign(new Error(message), { code: "MODULE_NOT_FOUND" });

beforeEach(async () => {
    jest.resetModules();
    await pulumi.runtime.setMocks(
        { newResource: () => ({ id: "", state: {} }), call: () => ({}) },
        "airflow-dbt",
        "prod",
    );
});

/** What loading ends with where the component cannot be loaded for that reason. */
async function loadingEndsWith(error: Error): Promise<Error> {
    jest.doMock(component, () => {
        throw error;
    });
    const { loadBigQueryCredentials } = await import("../../../components/secrets/load-bigquery-credentials");
    return loadBigQueryCredentials().then(
        () => new Error("loaded"),
        (thrown: Error) => thrown,
    );
}

test("names the command that installs the package", async () => {
    const error = await loadingEndsWith(failure("Cannot find module '@pulumi/gcp/provider'\nRequire stack: …"));
    expect(pulumi.RunError.isInstance(error)).toBe(true);
    expect(error.message).toContain("npm package @pulumi/gcp is not installed");
    expect(error.message).toContain("npm run set-up -- --stack prod");
    expect(error.message).toContain("nothing was changed");
});

test("leaves any other error alone", async () => {
    const other = failure("Cannot find module 'something else'");
    expect(await loadingEndsWith(other)).toBe(other);
});
