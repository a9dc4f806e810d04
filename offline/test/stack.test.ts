import { refuseOtherStacks } from "../stand-ins/stack";

const plugin = { name: "tls" };
const check = (stack: string, environment = {}) =>
    refuseOtherStacks(
        `urn:pulumi:${stack}::airflow-dbt::a:b:C$tls:index/privateKey:PrivateKey::key`,
        plugin,
        environment,
    );

test("a stand-in works for the stack local, and for another only if the user says so", () => {
    expect(() => check("local")).not.toThrow();
    expect(() => check("prod", { AIRFLOW_DBT_OFFLINE: "1" })).not.toThrow();
    expect(() => check("prod")).toThrow(
        /tls plugin .* stack prod .*npm run set-up -- --stack prod.*AIRFLOW_DBT_OFFLINE=1/,
    );
});
