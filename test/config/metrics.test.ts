import { errorOf, read } from "../support/stack-settings";

test("metrics go to a collector, or nowhere", async () => {
    expect((await read()).metricsEndpoint).toBeUndefined();
    expect((await read({ metricsEndpoint: "https://collector:4318/" })).metricsEndpoint).toBe("https://collector:4318");
});

test.each(["collector:4318", "grpc://collector:4317", "http://user:hidden@collector", "http://collector?x=1"])(
    "refuses the collector %s",
    async (metricsEndpoint) => {
        const error = await errorOf({ metricsEndpoint });
        expect(error).toContain("metricsEndpoint: it is no address of a collector: write http://<host>:4318");
        expect(error).not.toContain("hidden");
    },
);

test.each(["variables", "airflowVariables"])(
    "refuses an option in %s that the setting sets, and only then",
    async (setting) => {
        const options = { [setting]: { OTEL_SERVICE_NAME: "mine" } };
        expect(await errorOf({ ...options, metricsEndpoint: "http://collector:4318" })).toContain(
            `${setting}: OTEL_SERVICE_NAME is set by the setting metricsEndpoint.\n      pulumi config rm --path ${setting}.OTEL_SERVICE_NAME`,
        );
        expect((await read(options)).variables.airflow.plain).toMatchObject({ OTEL_SERVICE_NAME: "mine" });
    },
);
