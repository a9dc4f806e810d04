import { account } from "../stand-ins/gcp/account";
import { iamMember } from "../stand-ins/gcp/iam-member";
import { key } from "../stand-ins/gcp/key";
import { logOut } from "../stand-ins/gcp/login";
import { retried } from "../stand-ins/gcp/retried";
import { checkConfig, configure } from "../stand-ins/gcp/settings";
import { changes, type Properties, type State, UNKNOWN } from "../stand-ins/resource";
import { GoogleApi } from "../../test/integration/support/google-api";

const project = "my-project";
const inputs = { ...account.defaults, accountId: "dbt-account", project, displayName: "dbt" };
const email = `dbt-account@${project}.iam.gserviceaccount.com`;
const name = `projects/${project}/serviceAccounts/${email}`;

let google: GoogleApi;
let told: string;

// Google's library imports a `fetch` while it runs, which jest cannot, unless it sees that of a browser.
beforeAll(() => Object.assign(globalThis, { window: { fetch } }));
afterAll(() => Reflect.deleteProperty(globalThis, "window"));

beforeEach(async () => {
    google = await GoogleApi.start(project);
    configureAs({});
    told = "";
    jest.spyOn(process.stderr, "write").mockImplementation((text) => Boolean((told += String(text))));
});
afterEach(async () => {
    jest.restoreAllMocks();
    await google.stop();
});

function configureAs(config: Properties): void {
    const address = `${google.url}/v1/`;
    configure({
        accessToken: google.token,
        iamCustomEndpoint: address,
        resourceManagerCustomEndpoint: address,
        iamCredentialsCustomEndpoint: address,
        ...config,
    });
    logOut();
}

const refusal = (work: Promise<unknown>): Promise<string> =>
    work.then(
        () => "it was taken",
        (error: Error) => error.message,
    );
const newKey = (): Promise<State> => key.create({ ...key.defaults, serviceAccountId: name });
const member = (role: string) => ({ project, role, member: `serviceAccount:${email}` });

describe("a service account", () => {
    it("is made, looked up, changed and deleted", async () => {
        const { id, outputs } = await account.create(inputs);
        expect(id).toBe(name);
        expect(outputs).toMatchObject({
            accountId: "dbt-account",
            email,
            member: `serviceAccount:${email}`,
            name,
            project,
            displayName: "dbt",
            disabled: false,
        });
        expect(changes(account, outputs, inputs)).toEqual([]);
        await account.update?.(id, outputs, { ...inputs, displayName: "other", disabled: true });
        expect((await account.read?.(id, outputs))?.outputs).toMatchObject({ displayName: "other", disabled: true });
        await account.delete?.(id, outputs);
        expect(await account.read?.(id, outputs)).toBeUndefined();
        await account.delete?.(id, outputs);
    });

    it("is imported by its address alone", async () => {
        await account.create(inputs);
        configureAs({ project });
        expect(await account.read?.(email, {})).toMatchObject({ id: name, outputs: { accountId: "dbt-account" } });
    });

    it("says how to take over one that is already there, or does so", async () => {
        await account.create(inputs);
        expect(await refusal(account.create(inputs))).toMatch(
            `'pulumi import gcp:serviceaccount/account:Account <name> ${name}'`,
        );
        expect((await account.create({ ...inputs, createIgnoreAlreadyExists: true })).id).toBe(name);
    });

    it("is waited for until Google knows it", async () => {
        google.lag = 1;
        await account.create(inputs);
        expect(told).toBe(`Google does not know the new service account ${email} yet: trying again in 1 s\n`);
    });

    it("is refused with an id that Google would not take", () => {
        expect(account.check?.({ ...inputs, accountId: "dbt" })).toEqual({
            accountId: expect.stringContaining("6 to 30") as string,
        });
        expect(account.check?.({ ...inputs, accountId: UNKNOWN })).toEqual({});
        expect(account.check?.({ ...inputs, deletionPolicy: "ABANDON" })).toEqual({
            deletionPolicy: expect.stringContaining("official plugin") as string,
        });
    });
});

describe("a key", () => {
    beforeEach(() => account.create(inputs));

    it("is made, looked up without its private half, and deleted", async () => {
        const { id, outputs } = await newKey();
        expect(JSON.parse(Buffer.from(String(outputs.privateKey), "base64").toString())).toMatchObject({
            type: "service_account",
            project_id: project,
            client_email: email,
        });
        expect((await key.read?.(id, outputs))?.outputs).toEqual(outputs);
        await key.delete?.(id, outputs);
        expect(google.keys.size).toBe(0);
        expect(await key.read?.(id, outputs)).toBeUndefined();
        await key.delete?.(id, outputs);
    });

    it("is gone with its account, though Google answers 403 then, but not for one who may not look", async () => {
        const { id, outputs } = await newKey();
        google.refusals = [{ request: `${name}/keys`, status: 403 }];
        expect(await refusal(Promise.resolve(key.read?.(id, outputs)))).toMatch("could not look up a key of");
        google.accounts.clear();
        expect(await key.read?.(id, outputs)).toBeUndefined();
        await key.delete?.(id, outputs);
    });

    it("is another one with other keepers, in whatever order they come", () => {
        const state = { ...key.defaults, serviceAccountId: name, keepers: { a: "1", b: "2" }, privateKey: "x" };
        expect(changes(key, state, { serviceAccountId: name, keepers: { b: "2", a: "1" } })).toEqual([]);
        expect(changes(key, state, { serviceAccountId: name, keepers: { a: "1", b: "3" } })).toEqual(["keepers"]);
        expect(key.replaceOn).toContain("keepers");
    });

    it("cannot be imported, since Google shows it only once", async () => {
        expect(await refusal(Promise.resolve(key.read?.(`${name}/keys/0`, {})))).toMatch("only once");
    });

    it("is not waited for a day where the account has ten", async () => {
        for (let made = 0; made < 10; made++) {
            await newKey();
        }
        expect(await refusal(newKey())).toMatch(
            /429 RESOURCE_EXHAUSTED: Maximum number of keys on account reached\. An account has at most 10 keys: see them with/,
        );
        // Each of the ten keys is a pair of RSA keys to generate, which takes a busy machine more than five seconds.
    }, 60_000);
});

describe("a role of a member", () => {
    beforeEach(() => account.create(inputs));

    it("is given and taken without touching those of others", async () => {
        const before = google.policies.get(project);
        const viewer = await iamMember.create(member("roles/viewer"));
        const owner = await iamMember.create(member("roles/owner"));
        expect(viewer.id).toBe(`${project}/roles/viewer/serviceAccount:${email}`);
        expect(google.members(project, "roles/owner")).toEqual(["user:owner@example.com", `serviceAccount:${email}`]);
        expect((await iamMember.read?.(`${project} roles/viewer serviceAccount:${email}`, {}))?.outputs).toMatchObject(
            member("roles/viewer"),
        );
        await iamMember.delete?.(owner.id, owner.outputs);
        await iamMember.delete?.(viewer.id, viewer.outputs);
        expect(google.policies.get(project)).toEqual({ ...before, version: 3, etag: "v4" });
        expect(await iamMember.read?.(viewer.id, viewer.outputs)).toBeUndefined();
    });

    it("is not written again where it is there already", async () => {
        await iamMember.create(member("roles/viewer"));
        google.requests = [];
        await iamMember.create(member("roles/viewer"));
        expect(google.requests).toEqual([`POST /v1/projects/${project}:getIamPolicy`]);
    });

    it("does not undo a concurrent change by another client", async () => {
        let others = 0;
        google.beforeSet = () => {
            const policy = google.policies.get(project);
            if (policy && others++ === 0) {
                google.policies.set(project, {
                    ...policy,
                    etag: "v7",
                    bindings: [...policy.bindings, { role: "roles/editor", members: ["user:new@example.com"] }],
                });
            }
        };
        await Promise.all(["roles/viewer", "roles/browser"].map((role) => iamMember.create(member(role))));
        expect(google.policies.get(project)?.bindings.map(({ role }) => role)).toEqual([
            "roles/owner",
            "roles/editor",
            "roles/viewer",
            "roles/browser",
        ]);
        expect(told).toMatch(`another client is changing the policy of the project ${project}: trying again`);
    });

    it("keeps the same role under another condition apart", async () => {
        const condition = { title: "by day", expression: "true" };
        await iamMember.create(member("roles/viewer"));
        const { id, outputs } = await iamMember.create({ ...member("roles/viewer"), condition });
        expect(id.endsWith("/by day//true")).toBe(true);
        await iamMember.delete?.(id, outputs);
        expect(google.policies.get(project)?.bindings.filter(({ role }) => role === "roles/viewer")).toEqual([
            { role: "roles/viewer", members: [`serviceAccount:${email}`] },
        ]);
    });

    it("waits for an account that the policy does not know yet", async () => {
        google.refusals = [
            {
                request: "setIamPolicy",
                status: 400,
                times: 1,
                body: { error: { message: `Service account ${email} does not exist.`, status: "INVALID_ARGUMENT" } },
            },
        ];
        await iamMember.create(member("roles/viewer"));
        expect(told).toMatch("does not know the new service account yet");
    });
});

describe("what Google refuses ends in one line that says what to do:", () => {
    it.each([
        [
            "no permission",
            403,
            {
                error: {
                    status: "PERMISSION_DENIED",
                    message: "Permission 'iam.serviceAccounts.create' denied on resource.",
                },
            },
            "--member user:<you> --role roles/iam.serviceAccountAdmin",
        ],
        [
            "an API that is off",
            403,
            {
                error: {
                    status: "PERMISSION_DENIED",
                    message: "It is disabled.",
                    details: [{ reason: "SERVICE_DISABLED" }],
                },
            },
            "gcloud services enable iam.googleapis.com",
        ],
        [
            "no such project",
            404,
            { error: { status: "NOT_FOUND", message: "Unknown project" } },
            `gcloud projects describe ${project}`,
        ],
        [
            "a wrong login",
            401,
            { error: { status: "UNAUTHENTICATED", message: "No" } },
            "gcloud auth application-default login",
        ],
        ["something on the way", 502, "<html>\n  Bad gateway</html>", "Google answered 502: <html> Bad gateway</html>"],
    ])("%s", async (_what, status, body, words) => {
        google.refusals = [{ request: "POST", status, body }];
        const message = await refusal(account.create(inputs));
        expect(message).toContain(
            `could not create the service account ${email} in the project ${project}: Google answered ${status}`,
        );
        expect(message).toContain(words);
        expect(message).not.toContain("\n");
    });

    it("a policy of the organization", async () => {
        await account.create(inputs);
        const violations = [{ type: "constraints/iam.disableServiceAccountKeyCreation" }];
        google.refusals = [
            {
                request: "/keys",
                status: 400,
                body: {
                    error: {
                        status: "FAILED_PRECONDITION",
                        message: "Key creation is not allowed on this service account.",
                        details: [{ violations }],
                    },
                },
            },
        ];
        expect(await refusal(newKey())).toContain("pulumi config set bigqueryCredentials none");
    });

    it("nobody there", async () => {
        const gone = await GoogleApi.start(project);
        const { url } = gone;
        await gone.stop();
        configureAs({ iamCustomEndpoint: `${url}/v1/` });
        expect(await refusal(account.create(inputs))).toMatch(
            /^could not create the service account .*: 127\.0\.0\.1:\d+ cannot be reached: connect ECONNREFUSED/,
        );
    });
});

describe("when Google asks for patience", () => {
    it("tries again after the time it names, and says so", async () => {
        google.refusals = [{ request: "POST", status: 429, times: 1, retryAfter: "1" }];
        const began = Date.now();
        await account.create(inputs);
        expect(Date.now() - began).toBeGreaterThanOrEqual(950);
        expect(told).toBe(
            `Google asks for patience (429) to create the service account ${email} in the project ${project}: trying again in 1 s\n`,
        );
    });

    it("gives up when its time is over, or would be", async () => {
        configureAs({ requestTimeout: "1s" });
        google.refusals = [{ request: "POST", status: 503 }];
        expect(await refusal(account.create(inputs))).toContain("wait a few minutes, then run 'pulumi up' again");
        google.refusals = [{ request: "POST", status: 429, retryAfter: "3600" }];
        google.requests = [];
        expect(await refusal(account.create(inputs))).toContain("429");
        expect(google.requests).toHaveLength(1);
    });

    it("pauses longer and longer, and ends with the last error", async () => {
        const times: number[] = [];
        const work = () => {
            times.push(Date.now());
            return Promise.reject(new Error(`try ${times.length}`));
        };
        await expect(retried(work, () => ({ because: "it is away" }), 2200)).rejects.toThrow("try 3");
        expect(times[2] - times[1]).toBeGreaterThan(times[1] - times[0]);
    });
});

describe("the login", () => {
    it("is that of another account, where one is to be impersonated", async () => {
        google.refusals = [
            {
                request: ":generateAccessToken",
                status: 200,
                body: { accessToken: google.token, expireTime: new Date(Date.now() + 3_600_000).toISOString() },
            },
        ];
        configureAs({ accessToken: "somebody", impersonateServiceAccount: "admin@my-project.iam.gserviceaccount.com" });
        expect((await account.create(inputs)).id).toBe(name);
        expect(google.requests[0]).toBe(
            "POST /v1/projects/-/serviceAccounts/admin@my-project.iam.gserviceaccount.com:generateAccessToken",
        );
    });

    it("does not show credentials that it cannot read", async () => {
        configureAs({ accessToken: undefined, credentials: '{"private_key": "hidden' });
        const message = await refusal(account.create(inputs));
        expect(message).toContain(
            "could not log in to Google Cloud: the provider's credentials are neither a key file nor its JSON",
        );
        expect(message).not.toContain("hidden");
    });

    it("takes the token of the environment", async () => {
        const before = process.env.GOOGLE_OAUTH_ACCESS_TOKEN;
        process.env.GOOGLE_OAUTH_ACCESS_TOKEN = google.token;
        configureAs({ accessToken: undefined });
        expect((await account.create(inputs)).id).toBe(name);
        if (before === undefined) {
            delete process.env.GOOGLE_OAUTH_ACCESS_TOKEN;
        } else {
            process.env.GOOGLE_OAUTH_ACCESS_TOKEN = before;
        }
    });
});

it("refuses settings of the provider that it cannot follow", () => {
    expect(checkConfig({ iamCustomEndpoint: "https://host/v1/", requestTimeout: "90s" })).toEqual({});
    expect(
        Object.keys(
            checkConfig({ iamCustomEndpoint: "https://host", requestTimeout: "soon", universeDomain: "other" }),
        ),
    ).toEqual(["iamCustomEndpoint", "requestTimeout", "universeDomain"]);
});
