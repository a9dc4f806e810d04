import * as pulumi from "@pulumi/pulumi";
import { type ImageRegistry } from "../../components/docker/image-registry";
import { refuseWrongLogin } from "../../config/registry-login";

const challenges = {
    basic: 'Basic realm="Registry"',
    bearer: 'Bearer realm="https://auth.example.com/token",service="registry.example.com"',
    "bearer without TLS": 'Bearer realm="http://auth.example.com/token",service="registry.example.com"',
};

/** All requests, each with the login that it had. */
let requests: [url: string, login: string | undefined][];
let fetched: jest.SpyInstance;

/**
 * A registry that lets one password in.
 *
 * @param challenge what it answers to those without a login; undefined: it lets them in
 * @param refusal its status for a wrong one
 */
function answering(challenge: string | undefined, refusal = 401): void {
    fetched.mockImplementation((url: string, { headers }: { headers?: { authorization: string } }) => {
        const login = headers && Buffer.from(headers.authorization.slice("Basic ".length), "base64").toString();
        requests.push([url, login]);
        if (challenge === undefined || login === "robot:right") {
            return Promise.resolve(new Response("{}"));
        }
        return Promise.resolve(
            new Response("", {
                status: login === undefined ? 401 : refusal,
                headers: { "www-authenticate": challenge },
            }),
        );
    });
}

const registry = (password?: string): ImageRegistry => ({
    address: "registry.example.com/team",
    login: password === undefined ? undefined : { user: "robot", password: pulumi.secret(password) },
});

beforeEach(() => {
    requests = [];
    fetched = jest.spyOn(global, "fetch");
});
afterEach(() => fetched.mockRestore());

describe("refuseWrongLogin", () => {
    test("asks nobody without a registry", async () => {
        await expect(refuseWrongLogin(undefined)).resolves.toBeUndefined();
        expect(fetched).not.toHaveBeenCalled();
    });

    test("lets a right login pass, and asks for a token to push with it if the registry wants one", async () => {
        answering(challenges.basic);
        await expect(refuseWrongLogin(registry("right"))).resolves.toBeUndefined();
        answering(challenges.bearer);
        await expect(refuseWrongLogin(registry("right"))).resolves.toBeUndefined();
        const scope = encodeURIComponent("repository:team/airflow:pull,push");
        expect(requests).toEqual([
            ["https://registry.example.com/v2/", undefined],
            ["https://registry.example.com/v2/", "robot:right"],
            ["https://registry.example.com/v2/", undefined],
            [`https://auth.example.com/token?service=registry.example.com&scope=${scope}`, "robot:right"],
        ]);
    });

    test.each([
        [challenges.basic, 401],
        [challenges.bearer, 401],
        [challenges.bearer, 403],
    ])("names the setting of a wrong one, and not its value: %s, %d", async (challenge, status) => {
        answering(challenge, status);
        const refusal = refuseWrongLogin(registry("wrong-word"));
        await expect(refusal).rejects.toThrow(
            `imageRegistryPassword: registry.example.com refuses it for the user robot of imageRegistryUser (status ${status}).\n` +
                "      pulumi config set --secret imageRegistryPassword",
        );
        await expect(refusal).rejects.not.toThrow("wrong-word");
    });

    test("says that a login is missing", async () => {
        answering(challenges.basic);
        await expect(refuseWrongLogin(registry())).rejects.toThrow(
            "imageRegistryUser: it is missing, and registry.example.com asks for a login.",
        );
        answering(undefined);
        await expect(refuseWrongLogin(registry())).resolves.toBeUndefined();
    });

    test("sends no login to a server without TLS", async () => {
        answering(challenges["bearer without TLS"]);
        await expect(refuseWrongLogin(registry("wrong"))).resolves.toBeUndefined();
        expect(requests).toHaveLength(1);
    });

    test("leaves a registry to Docker that does not answer, or fails", async () => {
        fetched.mockRejectedValue(new TypeError("fetch failed"));
        await expect(refuseWrongLogin(registry("wrong"))).resolves.toBeUndefined();
        answering(challenges.basic, 500);
        await expect(refuseWrongLogin(registry("wrong"))).resolves.toBeUndefined();
    });
});
