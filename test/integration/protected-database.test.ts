import { allHealthy, containersOf, inContainer, replaced } from "../../tools/running-stack/containers";
import { makeTestStack } from "../../tools/running-stack/make-test-stack";
import { remains } from "../../tools/running-stack/remains";
import { type TestStack } from "../../tools/running-stack/test-stack";
import { ForeignPostgres } from "./support/foreign-postgres";

// A stack whose databases are on an existing server is destroyed and made again: what the server holds stays, and can be read.
let server: ForeignPostgres;
let stack: TestStack;

beforeAll(async () => {
    server = await ForeignPostgres.start(17);
    stack = await makeTestStack("protected");
    const admin = await server.makeAdmin();
    await stack.set({
        metaDatabaseHost: server.host,
        metaDatabasePort: server.port,
        metaDatabaseAdminUser: admin.user,
        warehouse: "postgres",
    });
    await stack.setSecret("metaDatabaseAdminPassword", admin.password);
    await stack.up();
    await inContainer(stack, "airflow-apiserver", "airflow", "connections", "add", "kept", "--conn-uri", uri);
}, 900_000);

afterAll(async () => {
    await stack?.destroy();
    stack?.forget();
    await server?.remove();
}, 300_000);

const uri = "postgres://reader:of-the-reader@db.example.com/customers";

async function expectDatabaseKept(): Promise<void> {
    const names = ["airflow", "analytics"];
    const rows = await server.query("select datname from pg_database where datname = any($1) order by 1", [names]);
    expect(rows).toEqual(names.map((datname) => ({ datname })));
}

/** Airflow encrypts passwords of connections with the Fernet key. */
async function expectConnectionReadable(): Promise<void> {
    await allHealthy(stack);
    const get = ["airflow", "connections", "get", "kept", "--output", "json"];
    expect(await inContainer(stack, "airflow-apiserver", ...get)).toContain("of-the-reader");
}

test("pulumi destroy refuses in its preview, and deletes nothing", async () => {
    const before = await containersOf(stack);
    const { code, output } = await stack.pulumi(["destroy", "--yes"]);
    expect(code).not.toBe(0);
    expect(output).toMatch(/(metadata|analytics)-database[^]*cannot be deleted\s+because it is protected/);
    expect(replaced(before, await containersOf(stack))).toEqual([]);
    await stack.up("--expect-no-changes");
});

test("npm run destroy keeps the databases and what decrypts them; npm start uses them again", async () => {
    await stack.expectNpm("destroy", "--yes");
    expect(await remains(stack.suffix)).toEqual({ containers: [], volumes: [], networks: [], images: [] });
    await expectDatabaseKept();
    expect(await stack.expectPulumi(["stack", "--show-urns"])).toContain("RandomPassword::fernet-key");
    await stack.expectNpm("start");
    await expectConnectionReadable();
}, 600_000);

test("pulumi destroy --skip-preview deletes the rest before it refuses, and pulumi up brings it back", async () => {
    const { code, output } = await stack.pulumi(["destroy", "--yes", "--skip-preview"]);
    expect(code).not.toBe(0);
    expect(output).toContain("because it is protected");
    expect((await remains(stack.suffix)).containers).toEqual([]);
    await expectDatabaseKept();
    await stack.up();
    await expectConnectionReadable();
}, 600_000);
