import { type APIRequestContext, request } from "playwright-core";
import { project } from "../../commands/set-up/places";
import { AirflowApi } from "../../tools/running-stack/airflow-api";
import { CheckoutCopy } from "../../tools/running-stack/checkout-copy";
import { allHealthy, containersOf, inContainer, replacedBy, sql } from "../../tools/running-stack/containers";
import { makeTestStack } from "../../tools/running-stack/make-test-stack";
import { waitFor } from "../../tools/running-stack/run";
import { type TestStack } from "../../tools/running-stack/test-stack";
import { type Forgery, OpenIdServer } from "./support/openid-server";
import { workDag } from "./support/work-dag";

/** Where a login ended: who the API takes the browser for, undefined if for nobody, and the page that is shown. */
interface Login {
    user: string | undefined;
    address: string;
    page: string;
    browser: APIRequestContext;
}

const ann = {
    sub: "1",
    preferred_username: "ann",
    given_name: "Ann",
    family_name: "Lee",
    email: "ann@example.com",
    groups: ["airflow-admins", "staff"],
};
const bob = { sub: "2", preferred_username: "bob", email: "bob@example.com", groups: ["/data/analysts"] };

let server: OpenIdServer;
let stack: TestStack;
let admin: AirflowApi;
const browsers: APIRequestContext[] = [];

beforeAll(async () => {
    new CheckoutCopy().addDag("work", workDag());
    server = await OpenIdServer.start();
    stack = await makeTestStack("single-sign-on", { tls: true });
    await stack.setPath("singleSignOn.issuer", server.issuer);
    await stack.setPath("singleSignOn.clientId", server.clientId);
    await stack.setSecret("singleSignOn.clientSecret", server.clientSecret);
    await stack.setSecret("singleSignOn.caCertificate", server.caCertificate);
    await stack.setPath("singleSignOn.roles.airflow-admins", "Admin");
    await stack.setPath('singleSignOn.roles["/data/analysts"]', "Viewer");
    await stack.up();
    await allHealthy(stack);
    admin = await AirflowApi.loggedIn(stack);
}, 1_800_000);

beforeEach(() => {
    server.forgery = undefined;
    server.further = {};
});

afterAll(async () => {
    await Promise.all(browsers.map((browser) => browser.dispose()));
    await stack?.destroy();
    stack?.forget();
    await server.stop();
    process.chdir(project);
}, 300_000);

/** A browser without a cookie. It does not check the server's certificate; Airflow does. */
async function newBrowser(): Promise<APIRequestContext> {
    const browser = await request.newContext({ baseURL: stack.airflowUrl, ignoreHTTPSErrors: true });
    browsers.push(browser);
    return browser;
}

/** Logs in as somebody, from the login page's button to where the browser ends. */
async function login(person: object): Promise<Login> {
    server.person = { ...person };
    const browser = await newBrowser();
    const page = await browser.get("/auth/login/openid?next=");
    const me = await browser.get("/ui/auth/me");
    const user = me.ok() ? ((await me.json()) as { username: string }).username : undefined;
    return { user, address: new URL(page.url()).pathname, page: await page.text(), browser };
}

/** Roles of an account, as the database has them. */
function roles(user: string): Promise<string> {
    return sql(
        stack,
        "airflow",
        `select coalesce(string_agg(ab_role.name, ', '), 'an account without a role') from ab_user
         left join ab_user_role on ab_user_role.user_id = ab_user.id left join ab_role on ab_role.id = ab_user_role.role_id
         where username = '${user}' group by ab_user.id`,
    );
}

function accounts(): Promise<string> {
    return sql(stack, "airflow", "select count(*) from ab_user");
}

/** Whether the API gives a token for a password. */
async function givesToken(user: string, password: string): Promise<boolean> {
    return (await AirflowApi.login(stack, password, user)) !== undefined;
}

/** What a browser is answered that wants to change something, as a Viewer must not. */
async function statusOfChange({ browser }: Login): Promise<number> {
    const data = { key: `changed-${Date.now()}`, value: "1" };
    return (await browser.post("/api/v2/variables", { data })).status();
}

describe("the settings", () => {
    test("are files of the API server, and of nothing else", async () => {
        const settings = "/run/secrets/single_sign_on.json";
        expect(await inContainer(stack, "airflow-apiserver", "cat", settings)).toContain(server.clientSecret);
        expect(await inContainer(stack, "airflow-apiserver", "stat", "-c", "%a %u:%g", settings)).toBe("440 0:0");
        const all = await containersOf(stack);
        for (const [role, { State }] of all) {
            if (State.Status === "running" && role !== "airflow-apiserver") {
                expect(await inContainer(stack, role, "sh", "-c", "ls -d /run/secrets/* || true")).not.toContain(
                    "single_sign_on",
                );
            }
        }
        const ids = [...all.values()].map(({ Id }) => Id);
        expect(await stack.docker(["inspect", ...ids])).not.toContain(server.clientSecret);
        expect(await stack.docker(["logs", `airflow-apiserver-${stack.suffix}`])).not.toContain(server.clientSecret);
    });
});

describe("a login", () => {
    test("begins at a page that offers the OpenID server, and no form", async () => {
        const page = await (await (await newBrowser()).get("/auth/login/")).text();
        expect(page).toContain('id="btn-signin-openid"');
        expect(page).not.toContain('name="password"');
    });

    test("gives the role of the group, and lasts no longer than 12 hours", async () => {
        const ended = await login(ann);
        expect(ended).toMatchObject({ user: "ann", address: "/" });
        expect(await roles("ann")).toBe("Admin");
        expect(await statusOfChange(ended)).toBe(201);
        const { cookies } = await ended.browser.storageState();
        const token = cookies.find(({ name }) => name === "_token")?.value.split(".")[1] ?? "";
        const { exp, iat } = JSON.parse(Buffer.from(token, "base64url").toString()) as { exp: number; iat: number };
        expect(exp - iat).toBeLessThanOrEqual(12 * 3600);
    });

    test("gives another role after a change of groups, to the same account", async () => {
        expect((await login({ ...ann, groups: ["/data/analysts"] })).user).toBe("ann");
        expect(await roles("ann")).toBe("Viewer");
        // Airflow remembers rights for half a minute.
        await waitFor("the right to be gone", 60, async () =>
            (await statusOfChange(await login({ ...ann, groups: ["/data/analysts"] }))) === 403 ? true : undefined,
        );
        await login(ann);
        expect(await roles("ann")).toBe("Admin");
    });

    test("goes on with the account after a change of the name", async () => {
        const before = await accounts();
        expect((await login({ ...ann, preferred_username: "ann.lee" })).user).toBe("ann");
        expect(await accounts()).toBe(before);
    });

    test("asks the userinfo endpoint for groups that the ID token does not have", async () => {
        server.further = { groups: ["/data/analysts"] };
        expect((await login({ ...bob, groups: undefined })).user).toBe("bob");
        expect(await roles("bob")).toBe("Viewer");
    });
});

describe("nobody gets in", () => {
    const refused = async (person: object, message: string) => {
        const { user, address, page } = await login(person);
        expect({ user, address }).toEqual({ user: undefined, address: "/auth/login/" });
        expect(page).toContain(message);
    };

    test("without a group that has a role, not even with a role from before", async () => {
        const eve = { sub: "3", preferred_username: "eve", groups: ["staff"] };
        await refused(eve, "Airflow has no role for eve. Ask its administrator for one.");
        expect(await roles("eve")).toBe("");
        await login(bob);
        expect(await roles("bob")).toBe("Viewer");
        await refused({ ...bob, groups: [] }, "Airflow has no role for bob.");
        expect(await roles("bob")).toBe("an account without a role");
    });

    test("with the name or the address of another account", async () => {
        const taken = "Airflow has another account with the name or e-mail address of";
        await refused({ ...ann, sub: "4", preferred_username: "airflow" }, `${taken} airflow`);
        await refused({ ...ann, sub: "4", email: "other@example.com" }, `${taken} ann`);
        await refused({ ...ann, sub: "4", preferred_username: "other" }, `${taken} other`);
        expect(await roles("airflow")).toBe("Admin");
    });

    test.each<[Forgery, string]>([
        ["signature", "The request to sign in was denied."],
        ["algorithm", "The request to sign in was denied."],
        ["nonce", "The request to sign in was denied."],
        ["issuer", "The request to sign in was denied."],
        ["expiry", "The request to sign in was denied."],
        ["audience", "The login failed. The log of Airflow&#39;s API server says why."],
    ])("with an ID token whose %s is forged", async (forgery, message) => {
        server.forgery = forgery;
        await refused(ann, message);
    });

    test("with an answer to a login that another browser began", async () => {
        server.person = { ...ann };
        const began = await (await newBrowser()).get("/auth/login/openid", { maxRedirects: 0 });
        const atServer = await (await newBrowser()).get(began.headers().location, { maxRedirects: 0 });
        const other = await newBrowser();
        const page = await other.get(atServer.headers().location);
        expect(await page.text()).toContain("The request to sign in was denied.");
        expect((await other.get("/ui/auth/me")).status()).toBe(401);
    });
});

describe("passwords", () => {
    test("of the admin user get tokens for the API, and no page", async () => {
        expect(await givesToken("airflow", "airflow")).toBe(true);
        expect(await admin.status("GET", "/connections")).toBe(200);
        const form = { username: "airflow", password: "airflow" };
        expect((await (await newBrowser()).post("/auth/login/", { form })).status()).toBe(405);
    });

    test("are none of those who log in with the OpenID server", async () => {
        expect(await givesToken("ann", "single-sign-on")).toBe(false);
        expect(await givesToken("ann", "")).toBe(false);
    });

    test("are not needed for a token of one's own", async () => {
        const { browser } = await login({ ...ann, sub: "5", preferred_username: "carl", email: "carl@example.com" });
        const answer = await browser.post("/ui/auth/token", { data: { token_type: "api" } });
        expect(answer.status()).toBe(200);
        const { access_token: token } = (await answer.json()) as { access_token: string };
        const headers = { authorization: `Bearer ${token}` };
        expect((await stack.fetch(`${stack.airflowUrl}/api/v2/connections`, { headers })).status).toBe(200);
    });
});

describe("a change", () => {
    test("replaces the API server alone, while a task and a dbt command run", async () => {
        const run = await admin.trigger("work", { seconds: 90 });
        await waitFor("both tasks to run", 60, async () =>
            (await admin.tasks("work", run)).filter(({ state }) => state === "running").length === 2 ? true : undefined,
        );
        expect(await replacedBy(stack, () => stack.setPath("singleSignOn.defaultRole", "Viewer"))).toEqual([
            "airflow-apiserver",
        ]);
        expect((await admin.tasks("work", run)).filter(({ state }) => state === "running")).toHaveLength(2);
        expect(await admin.ended("work", run)).toBe("success");
        expect((await admin.tasks("work", run)).map(({ try_number: tries }) => tries)).toEqual([1, 1, 1]);
    });

    test("gives the default role to those without another one", async () => {
        expect((await login({ sub: "3", preferred_username: "eve", groups: ["staff"] })).user).toBe("eve");
        expect(await roles("eve")).toBe("Viewer");
        await login(ann);
        expect(await roles("ann")).toBe("Admin");
    });

    test("back to passwords brings back the form, and lets in the admin user only", async () => {
        expect(await replacedBy(stack, () => stack.unset("singleSignOn"))).toEqual(["airflow-apiserver"]);
        const page = await (await (await newBrowser()).get("/auth/login/")).text();
        expect(page).toContain('name="password"');
        expect(await givesToken("airflow", "airflow")).toBe(true);
        expect(await givesToken("ann", "single-sign-on")).toBe(false);
    });
});
