import { allHealthy, containersOf, inContainer, replaced, replacedBy } from "../../tools/running-stack/containers";
import { GoogleApi } from "./support/google-api";
import { sharedStack } from "./support/shared-stack";
import { TokenServer } from "./support/token-server";

const stack = sharedStack();
const keyFile = "/run/secrets/bigquery_credentials.json";
const users = ["airflow-scheduler", "airflow-triggerer", "dbt"];
let tokens: TokenServer;

beforeAll(async () => {
    tokens = await TokenServer.start();
    await stack.set({ warehouse: "bigquery", bigqueryProject: "my-project" });
});

afterAll(async () => {
    await tokens.stop();
    for (const setting of ["warehouse", "bigqueryProject", "bigqueryCredentials", "googleApiEndpoint"]) {
        await stack.unset(setting);
    }
    await stack.up();
    await allHealthy(stack);
});

/** Logs in the way that Google's libraries do, with what a container has; says how that went. */
function logIn(role: string, file = ""): Promise<string> {
    const program = [
        "import sys, google.auth, google.auth.exceptions, google.auth.transport.requests",
        "scopes = ['https://www.googleapis.com/auth/bigquery']",
        "credentials, project = google.auth.load_credentials_from_file(sys.argv[1], scopes) if sys.argv[1] else google.auth.default(scopes)",
        "try:",
        "    credentials.refresh(google.auth.transport.requests.Request())",
        "    print('logged in to', project)",
        "except google.auth.exceptions.RefreshError as error:",
        "    print('refused:', error.args[0])",
    ].join("\n");
    const python =
        'for python in /opt/venv/bin/python /opt/dbt/bin/python; do [ ! -x $python ] || break; done; [ ! -r /etc/dbt/environment.sh ] || . /etc/dbt/environment.sh; exec $python -c "$0" "$1"';
    return inContainer(stack, role, "bash", "-c", python, program, file);
}

describe("a key for BigQuery", () => {
    test("that the user gives works in the containers that use it, as a file that only they have", async () => {
        const key = tokens.newKey("my-project");
        await replacedBy(stack, () => stack.setSecret("bigqueryCredentials", key));
        for (const role of users) {
            expect(await inContainer(stack, role, "cat", keyFile)).toBe(key);
            expect(await inContainer(stack, role, "stat", "-c", "%a %u:%g", keyFile)).toBe("440 0:0");
            expect(await logIn(role)).toBe("logged in to my-project");
        }
        for (const role of ["airflow-apiserver", "airflow-dag-processor", "dbt-docs", "postgres"]) {
            expect([role, await inContainer(stack, role, "sh", "-c", `ls ${keyFile} 2>/dev/null || true`)]).toEqual([
                role,
                "",
            ]);
        }
        const inspected = await stack.docker([
            "inspect",
            ...[...(await containersOf(stack)).values()].map(({ Id }) => Id),
        ]);
        const { private_key: secret } = JSON.parse(key) as { private_key: string };
        expect(inspected).not.toContain(secret.split("\n")[3]);
        expect(await stack.expectPulumi(["stack", "export"])).not.toContain(secret.split("\n")[3]);
    });

    test("that is changed works, the old one is refused, and only the containers that use it are replaced", async () => {
        const former = await inContainer(stack, "airflow-scheduler", "cat", keyFile);
        expect(
            await replacedBy(stack, () => stack.setSecret("bigqueryCredentials", tokens.newKey("my-project"))),
        ).toEqual(users);
        expect(await logIn("dbt")).toBe("logged in to my-project");
        await inContainer(stack, "airflow-scheduler", "sh", "-c", 'printf %s "$0" > /dev/shm/former.json', former);
        expect(await logIn("airflow-scheduler", "/dev/shm/former.json")).toMatch(/^refused: .*invalid_grant/);
        expect(await logIn("airflow-scheduler")).toBe("logged in to my-project");
    });

    test("of another project is refused before anything changes", async () => {
        const before = await containersOf(stack);
        const right = await inContainer(stack, "airflow-scheduler", "cat", keyFile);
        await stack.setSecret("bigqueryCredentials", tokens.newKey("other-project"));
        const { code, output } = await stack.pulumi(["up", "--yes", "--skip-preview"]);
        expect(code).not.toBe(0);
        expect(output).toContain(
            "bigqueryCredentials: the key is of the project other-project, but bigqueryProject is my-project",
        );
        expect(output).toContain("pulumi config set --secret bigqueryCredentials < key.json");
        expect(output).not.toContain("PRIVATE KEY");
        expect(replaced(before, await containersOf(stack))).toEqual([]);
        await stack.setSecret("bigqueryCredentials", right);
    });

    test("that the program creates reaches the containers, and a higher generation creates another one", async () => {
        const google = await GoogleApi.start("my-project");
        process.env.GOOGLE_OAUTH_ACCESS_TOKEN = google.token;
        try {
            await stack.set({ googleApiEndpoint: google.url, bigqueryServiceAccount: "airflow-dbt-test" });
            expect(await replacedBy(stack, () => stack.unset("bigqueryCredentials"))).toEqual(users);
            const keyId = async () =>
                (JSON.parse(await inContainer(stack, "dbt", "cat", keyFile)) as { private_key_id: string })
                    .private_key_id;
            const former = await keyId();
            expect([...google.keys.keys()]).toEqual([
                expect.stringMatching(new RegExp(`airflow-dbt-test@.*/keys/${former}$`)),
            ]);
            expect(google.members("my-project", "roles/bigquery.dataEditor")).toEqual([
                expect.stringContaining("airflow-dbt-test@my-project"),
            ]);

            expect(await replacedBy(stack, () => stack.setPath("generations.bigqueryCredentials", 2))).toEqual(users);
            expect(await keyId()).not.toBe(former);
            expect([...google.keys.keys()]).toEqual([expect.stringContaining(await keyId())]);

            // The account and its keys go, and containers do without a key.
            await stack.set({ bigqueryCredentials: "none" });
            await stack.up();
            expect([google.keys.size, google.accounts.size]).toEqual([0, 0]);
            for (const role of users) {
                expect([role, await inContainer(stack, role, "sh", "-c", `ls ${keyFile} 2>/dev/null || true`)]).toEqual(
                    [role, ""],
                );
            }
        } finally {
            delete process.env.GOOGLE_OAUTH_ACCESS_TOKEN;
            await stack.unset("bigqueryServiceAccount");
            await google.stop();
        }
    });
});
