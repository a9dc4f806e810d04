import { WorkerSecrets } from "../../../components/secrets/worker-secrets";
import { only, registered, settled } from "../../../tools/mocked/registered";

const build = (generations = { jwtPrivateKey: 1, workerSecret: 1 }) =>
    registered(() => new WorkerSecrets("worker-secrets", { generations }));

test("signs tokens with a kind of key that Airflow takes, and workers' requests with a long password", async () => {
    const { resources, result } = await build();
    expect(only(resources, "tls:index/privateKey:PrivateKey", "worker-secrets-jwt-key").inputs.algorithm).toBe(
        "ED25519",
    );
    const password = only(resources, "random:index/randomPassword:RandomPassword", "worker-secrets");
    expect(password.inputs.length).toBeGreaterThanOrEqual(64);
    expect((await settled(result.jwtPrivateKey)).secret).toBe(true);
    expect((await settled(result.workerSecret)).secret).toBe(true);
});

test("each is made anew by its own generation", async () => {
    const { resources } = await build({ jwtPrivateKey: 2, workerSecret: 3 });
    const triggers = resources.map(({ name, replacementTrigger }) => [name, replacementTrigger]);
    expect(triggers).toEqual(
        expect.arrayContaining([
            ["worker-secrets-jwt-key", 2],
            ["worker-secrets", 3],
        ]),
    );
});
