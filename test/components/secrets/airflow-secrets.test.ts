import { AirflowSecrets } from "../../../components/secrets/airflow-secrets";
import { only, registered, settled } from "../../../tools/mocked/registered";

const generations = { jwtSecret: 1, apiSecretKey: 1, adminPassword: 1 };
const randomPassword = "random:index/randomPassword:RandomPassword";

describe("AirflowSecrets", () => {
    test("generates a JWT secret of at least 64 bytes and a key for the API", async () => {
        const { resources, result } = await registered(
            () => new AirflowSecrets("airflow-secrets", { adminPassword: "given", generations }),
        );
        expect(only(resources, randomPassword, "airflow-secrets-jwt").inputs.length).toBeGreaterThanOrEqual(64);
        expect(await settled(result.jwtSecret)).toEqual({ value: "generated-airflow-secrets-jwt", secret: true });
        expect(await settled(result.apiSecretKey)).toEqual({ value: "generated-airflow-secrets-api", secret: true });
    });

    test("takes a given admin password, as a secret, and generates none", async () => {
        const { resources, result } = await registered(
            () => new AirflowSecrets("airflow-secrets", { adminPassword: "given", generations }),
        );
        expect(await settled(result.adminPassword)).toEqual({ value: "given", secret: true });
        expect(resources.map((resource) => resource.name)).not.toContain("airflow-secrets-admin-password");
    });

    test("generates the admin password if none is given", async () => {
        const { resources, result } = await registered(() => new AirflowSecrets("airflow-secrets", { generations }));
        expect(only(resources, randomPassword, "airflow-secrets-admin-password").inputs).toEqual({
            length: 32,
            special: false,
        });
        expect(await settled(result.adminPassword)).toEqual({
            value: "generated-airflow-secrets-admin-password",
            secret: true,
        });
    });

    test("makes a new one of just that secret whose generation is higher", async () => {
        const { resources } = await registered(
            () => new AirflowSecrets("airflow-secrets", { generations: { ...generations, apiSecretKey: 2 } }),
        );
        const triggers = resources
            .filter(({ type }) => type === randomPassword)
            .map(({ name, replacementTrigger }) => [name, replacementTrigger]);
        expect(triggers).toEqual([
            ["airflow-secrets-jwt", 1],
            ["airflow-secrets-api", 2],
            ["airflow-secrets-admin-password", 1],
        ]);
    });
});
