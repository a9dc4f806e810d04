import { GoogleApi } from "./support/google-api";
import { GoogleStack } from "./support/google-stack";

const project = "test-project";
const email = `airflow-dbt-test@${project}.iam.gserviceaccount.com`;
const account = `projects/${project}/serviceAccounts/${email}`;

let google: GoogleApi;
let stack: GoogleStack;

/** The tests follow one stack from its beginning to its end. */
beforeAll(async () => {
    google = await GoogleApi.start(project);
    stack = await GoogleStack.make(google);
    await stack.set({ project, admin: "false", generation: "1", endpoint: google.url });
});
beforeEach(() => {
    google.requests = [];
    google.refusals = [];
});
afterAll(async () => {
    stack.forget();
    await google.stop();
});

/** The ids of the account's keys that Google knows. */
const keyIds = () => [...google.keys.keys()].map((name) => name.split("/").at(-1));

/** The account's roles in BigQuery that Google knows. */
const rolesOfAccount = () =>
    ["jobUser", "dataEditor", "admin"].filter((role) =>
        google.members(project, `roles/bigquery.${role}`).includes(`serviceAccount:${email}`),
    );

async function done(...words: string[]): Promise<string> {
    const { code, output } = await stack.up(...words);
    if (code !== 0) {
        throw new Error(output);
    }
    return output;
}

/** Runs an update that must fail, with one reason, though Pulumi says it in several places. */
async function failed(): Promise<string> {
    const { code, output } = await stack.up();
    expect(code).not.toBe(0);
    expect(new Set(output.match(/could not .*/g)).size).toBe(1);
    return output;
}

test("a preview asks Google nothing", async () => {
    expect(await stack.expect("preview")).toContain("+ 7 to create");
    expect(google.requests).toEqual([]);
});

test("creates the account, its roles and the key, although Google knows the account only after a while", async () => {
    google.lag = 1;
    await done();
    google.lag = 0;
    expect(google.accounts.get(account)).toMatchObject({
        displayName: "Airflow and dbt",
        description: "Made by the Pulumi stack test",
    });
    expect(rolesOfAccount()).toEqual(["jobUser", "dataEditor"]);
    const lastRole = google.requests.map((line) => line.includes("setIamPolicy")).lastIndexOf(true);
    expect(google.requests.findIndex((line) => line.startsWith("POST") && line.includes("/keys"))).toBeGreaterThan(
        lastRole,
    );
    const { client_email, private_key_id } = await stack.key();
    expect(client_email).toBe(email);
    expect(keyIds()).toEqual([private_key_id]);
});

test("keeps the private key encrypted everywhere in the state", async () => {
    const { private_key: pem } = await stack.key();
    const [, , , line] = pem.split("\n");
    const within = pem.indexOf(line) + 3;
    // How base64 spells a text depends on where in the file it stands.
    const inBase64 = [0, 1, 2].map((shift) =>
        Buffer.from(pem.slice(within + shift, within + shift + 45)).toString("base64"),
    );
    const opened = await stack.expect("stack", "export", "--show-secrets");
    expect(opened).toContain(line);
    expect(inBase64.some((trace) => opened.includes(trace))).toBe(true);
    const kept = stack.kept();
    expect(kept).toContain(account);
    for (const trace of ["PRIVATE KEY", line, ...inBase64]) {
        expect(kept).not.toContain(trace);
    }
});

test("a second up changes nothing and does not log in", async () => {
    expect(await done()).toContain("7 unchanged");
    expect(google.requests).toEqual([]);
});

test("a refresh restores a key and a role that were deleted", async () => {
    const { private_key_id: before } = await stack.key();
    google.keys.clear();
    const policy = google.policies.get(project);
    policy?.bindings.splice(
        policy.bindings.findIndex(({ role }) => role === "roles/bigquery.dataEditor"),
        1,
    );
    await done("--refresh");
    const { private_key_id: after } = await stack.key();
    expect(after).not.toBe(before);
    expect(keyIds()).toEqual([after]);
    expect(rolesOfAccount()).toEqual(["jobUser", "dataEditor"]);
});

test("a higher generation creates a new key before it deletes the old one, and waits if Google asks for it", async () => {
    const { private_key_id: before } = await stack.key();
    await stack.set({ generation: "2" });
    google.refusals = [{ request: "/keys", status: 429, times: 1, retryAfter: "1" }];
    expect(await done()).toContain(
        `Google asks for patience (429) to create a key of the service account ${email} in the project ${project}: trying again in 1 s`,
    );
    expect(google.requests.filter((line) => line.includes("/keys")).map((line) => line.split(" ")[0])).toEqual([
        "POST",
        "POST",
        "GET",
        "DELETE",
    ]);
    const { private_key_id: after } = await stack.key();
    expect(after).not.toBe(before);
    expect(keyIds()).toEqual([after]);
});

test("a refusal by Google ends in one error that says what to do, and the next up continues", async () => {
    const { private_key_id: before } = await stack.key();
    await stack.set({ generation: "3" });
    google.refusals = [{ request: "POST", status: 429, retryAfter: "3600" }];
    const busy = await failed();
    expect(busy).toContain(
        `could not create a key of the service account ${email} in the project ${project}: Google answered 429`,
    );
    expect(busy).toContain("Nothing is broken: wait a few minutes, then run 'pulumi up' again");

    await stack.set({ admin: "true" });
    google.refusals = [
        {
            request: "IamPolicy",
            status: 403,
            body: { error: { status: "PERMISSION_DENIED", message: "The caller does not have permission" } },
        },
    ];
    const forbidden = await failed();
    expect(forbidden).toContain(
        `could not read the policy of the project ${project}: Google answered 403 PERMISSION_DENIED: The caller does not have permission. The account that runs Pulumi`,
    );
    expect(forbidden).toContain("--role roles/resourcemanager.projectIamAdmin");

    google.refusals = [];
    await stack.set({ project: "other-project" });
    const unknown = await failed();
    expect(unknown).toContain(
        "in the project other-project: Google answered 404 NOT_FOUND: Unknown project id: other-project. Look whether the project's id is right",
    );

    expect(keyIds()).toEqual([before]);
    expect(rolesOfAccount()).toEqual(["jobUser", "dataEditor"]);
    await stack.set({ project });
    await done();
    expect(rolesOfAccount()).toEqual(["admin"]);
    const { private_key_id: after } = await stack.key();
    expect(after).not.toBe(before);
    expect(keyIds()).toEqual([after]);
});

test("destroy deletes everything at Google", async () => {
    await stack.expect("destroy", "--yes", "--skip-preview");
    expect([google.accounts.size, google.keys.size]).toEqual([0, 0]);
    expect(google.policies.get(project)).toMatchObject({
        bindings: [{ role: "roles/owner", members: ["user:owner@example.com"] }],
        auditConfigs: [{ service: "allServices" }],
    });
});

test("an existing account can be imported", async () => {
    google.accounts.set(account, { name: account, projectId: project, uniqueId: "7", email, displayName: "by hand" });
    await stack.expect(
        "import",
        "gcp:serviceaccount/account:Account",
        "imported",
        account,
        "--yes",
        "--generate-code=false",
        "--skip-preview",
    );
    expect(stack.kept()).toContain("by hand");
});
