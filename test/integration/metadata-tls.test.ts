import { airflowJob } from "./support/airflow-job";
import { ForeignPostgres } from "./support/foreign-postgres";
import { sharedStack } from "./support/shared-stack";

const stack = sharedStack();

/** Connects as Airflow does, in both ways, and says of each whether it is encrypted. */
const script = `
import asyncio, sqlalchemy
from airflow import settings
query = sqlalchemy.text("select 'encrypted: ' || ssl from pg_stat_ssl where pid = pg_backend_pid()")
def told(error):
    return " ".join(str(getattr(error, "orig", error)).split())
async def asynchronously():
    async with settings.async_engine.connect() as connection:
        print("async", await connection.scalar(query))
    await settings.async_engine.dispose()
try:
    with settings.engine.connect() as connection:
        print("sync", connection.scalar(query))
except sqlalchemy.exc.OperationalError as error:
    print("sync", told(error))
try:
    asyncio.run(asynchronously())
except sqlalchemy.exc.OperationalError as error:
    print("async", told(error))`;

describe("Airflow's connections to its metadata database", () => {
    let server: ForeignPostgres;
    let role: { user: string; password: string };

    /** What comes of the synchronous and of the asynchronous connection. */
    const connected = async (sslmode: string, authority = server.caCertificate) => {
        const query = sslmode.startsWith("verify")
            ? `sslmode=${sslmode}&sslrootcert=/run/secrets/meta_database_ca.pem`
            : `sslmode=${sslmode}`;
        const address = `postgresql+psycopg2://${role.user}:${role.password}@${server.host}:${server.port}/postgres?${query}`;
        const ended = await airflowJob(stack, ["python", "-c", script], {
            secrets: { sql_alchemy_conn: address, "meta_database_ca.pem": authority },
        });
        return ["sync", "async"].map((way) => new RegExp(`^${way} (.*)$`, "m").exec(ended.output)?.[1] ?? ended.output);
    };
    const encrypted = ["encrypted: true", "encrypted: true"];

    beforeAll(async () => {
        server = await ForeignPostgres.start(14);
        // Docker's default network counts as an address of this machine only while a container uses it.
        await server.useCertificate({ hosts: [server.host] });
        role = await server.makeAdmin();
    });
    afterAll(() => server.remove());

    test("are encrypted with every sslmode that requires it", async () => {
        expect(await Promise.all(["require", "verify-ca", "verify-full"].map((mode) => connected(mode)))).toEqual([
            encrypted,
            encrypted,
            encrypted,
        ]);
    });

    test("fail without encryption if the server requires it", async () => {
        const refused = expect.stringContaining("no encryption") as string;
        expect(await connected("disable")).toEqual([refused, refused]);
    });

    test("work with a host of another name unless sslmode is verify-full", async () => {
        await server.useCertificate({ hosts: ["elsewhere.example.com"] });
        const made = await Promise.all(["require", "verify-ca", "verify-full"].map((mode) => connected(mode)));
        await server.useCertificate({ hosts: [server.host] });
        const refused = expect.stringContaining("does not match host name") as string;
        expect(made).toEqual([encrypted, encrypted, [refused, refused]]);
    });

    test("fail if another authority signed the certificate", async () => {
        const other = await ForeignPostgres.start(14);
        const made = await connected("verify-ca", other.caCertificate);
        await other.remove();
        const refused = expect.stringContaining("certificate verify failed") as string;
        expect(made).toEqual([refused, refused]);
    });
});
