import { airflowJob } from "./support/airflow-job";
import { inContainer } from "../../tools/running-stack/containers";
import { Fernet } from "./support/fernet-cipher";
import { ForeignPostgres } from "./support/foreign-postgres";
import { output } from "../../tools/running-stack/run";
import { sharedStack } from "./support/shared-stack";

const stack = sharedStack();
const backups = `fernet-rotation-${process.pid}`;
const [old, first, second, stranger] = [new Fernet(), new Fernet(), new Fernet(), new Fernet()];
const password = "p:a\\ss";
/** Table and column → what is in there, encrypted. */
const clear = {
    "connection.password": "of crm",
    "connection.extra": '{"of": "crm"}',
    "variable.val": "of greeting",
    "trigger.kwargs": '{"of": 1}',
    "connection_test_request.password": "of a test",
};

describe("airflow-rotate-fernet-key, with a server of version 17 and TLS", () => {
    let server: ForeignPostgres;

    const rotate = (...keys: Fernet[]) => {
        const address = `airflow:${encodeURIComponent(password)}@${server.host}:${server.port}/airflow`;
        const query = "sslmode=verify-full&sslrootcert=/run/secrets/meta_database_ca.pem";
        const secrets = {
            sql_alchemy_conn: `postgresql+psycopg2://${address}?${query}`,
            "meta_database_ca.pem": server.caCertificate,
        };
        return airflowJob(stack, ["airflow-rotate-fernet-key"], {
            secrets,
            backups,
            input: `${keys.map(({ key }) => key).join(",")}\n`,
        });
    };
    const query = <Row extends object>(sql: string, values: unknown[] = []) =>
        server.query<Row & Record<string, unknown>>(sql, values, "airflow");
    const stored = async (): Promise<Record<string, string>> => {
        const found: Record<string, string> = {};
        for (const name of Object.keys(clear)) {
            const [table, column] = name.split(".");
            found[name] = (
                await query<{ value: string }>(`select ${column} as value from ${table} where ${column} is not null`)
            )[0].value;
        }
        return found;
    };
    const decrypted = async (key: Fernet) =>
        Object.fromEntries(Object.entries(await stored()).map(([name, token]) => [name, key.decrypt(token)]));
    const dumps = async () =>
        (await inVolume("cd /var/lib/airflow-backups && stat --format '%a %u %n' .[!.]* * 2>/dev/null || true"))
            .split("\n")
            .filter((line) => line !== "");
    const inVolume = async (script: string) =>
        (await airflowJob(stack, ["sh", "-c", script], { secrets: { none: "" }, backups })).output;

    beforeAll(async () => {
        server = await ForeignPostgres.start(17);
        // Docker's default network counts as an address of this machine only while a container uses it.
        await server.useCertificate({ hosts: [server.host] });
        await server.query(`create role airflow login password '${password}'`);
        await server.query("create database airflow owner airflow");
    });
    afterAll(async () => {
        await server.remove();
        await output("docker", ["volume", "rm", "--force", backups]);
    });

    test("has nothing to do in an empty database", async () => {
        const ended = await rotate(first, old);
        expect(`${ended.code} ${ended.output}`).toMatch(/^0 .*no tables yet/);
    });

    describe("with Airflow's tables", () => {
        beforeAll(async () => {
            const schema = await inContainer(
                stack,
                "postgres",
                "pg_dump",
                "--schema-only",
                "--no-owner",
                "--no-privileges",
                "airflow",
            );
            const sql = schema
                .split("\n")
                .filter((line) => !line.startsWith("\\"))
                .join("\n");
            await query(`set role airflow; ${sql}`);
            const token = (name: keyof typeof clear) => old.encrypt(clear[name]);
            const connection = [token("connection.password"), token("connection.extra")];
            await query(
                "insert into connection (conn_id, conn_type, password, extra, is_encrypted, is_extra_encrypted) values ('crm', 'http', $1, $2, true, true)",
                connection,
            );
            await query(
                "insert into connection (conn_id, conn_type, is_encrypted, is_extra_encrypted) values ('bare', 'http', false, false)",
            );
            await query("insert into variable (key, val, is_encrypted) values ('greeting', $1, true)", [
                token("variable.val"),
            ]);
            await query("insert into trigger (classpath, kwargs, created_date) values ('a.b', $1, now())", [
                token("trigger.kwargs"),
            ]);
            const columns =
                "id, token, connection_id, state, created_at, updated_at, conn_type, password, is_encrypted";
            await query(
                `insert into connection_test_request (${columns}) values (gen_random_uuid(), 't', 'crm', 's', now(), now(), 'http', $1, true)`,
                [token("connection_test_request.password")],
            );
        });

        test("covers each table that Airflow's own command does", async () => {
            const script = `
import json
import airflow.cli.commands.rotate_fernet_key_command
from airflow.models.base import Base
from airflow_dbt_image.fernet_rotation.rows import KINDS
print(json.dumps([sorted(m.class_.__tablename__ for m in Base.registry.mappers if hasattr(m.class_, "rotate_fernet_key")), sorted(k.table for k in KINDS)]))`;
            const [airflow, here] = JSON.parse(
                (await inContainer(stack, "airflow-scheduler", "python", "-c", script)).split("\n").at(-1) ?? "",
            ) as string[][];
            expect(here).toEqual(airflow);
            expect([...new Set(Object.keys(clear).map((name) => name.split(".")[0]))].sort()).toEqual(airflow);
        });

        test("changes nothing, and names the rows, if neither key decrypts them", async () => {
            const before = await stored();
            const ended = await rotate(first, stranger);
            expect(`${ended.code} ${ended.output}`).toMatch(
                /^1 airflow-rotate-fernet-key: neither key decrypts connection crm, variable greeting, trigger \d+, connection test .*nothing was changed$/,
            );
            expect(await stored()).toEqual(before);
            expect(await dumps()).toEqual([]);
        });

        test("re-encrypts everything after a dump, and keeps five dumps", async () => {
            await inVolume(
                "cd /var/lib/airflow-backups && for day in 1 2 3 4 5 6; do echo old > airflow-2020010${day}T000000000Z.dump; done; echo half > .airflow-2020.dump.part",
            );
            const ended = await rotate(first, old);
            expect(`${ended.code} ${ended.output}`).toMatch(
                /^0 .*dumped the database to .*done: everything decrypts with the new key alone$/s,
            );
            expect(await decrypted(first)).toEqual(clear);
            expect(
                [old, first]
                    .filter(({ key }) => ended.output.includes(key))
                    .concat(Object.values(clear).filter((value) => ended.output.includes(value)) as never[]),
            ).toEqual([]);
            const kept = await dumps();
            expect(kept).toHaveLength(5);
            expect(kept.at(-1)).toMatch(/^640 50000 airflow-20\d{6}T\d{9}Z\.dump$/);
        });

        test("wrote a dump that holds what was there before", async () => {
            const script =
                "pg_restore --data-only --table connection --file - $(ls /var/lib/airflow-backups/*.dump | tail -n 1)";
            const [, password] = /^\d+\tcrm\t.*?\t(gAAAAA\S+)\t/m.exec(await inVolume(script)) ?? [];
            expect(old.decrypt(password)).toBe(clear["connection.password"]);
        });

        test("has nothing to do when it runs again, and makes no other dump", async () => {
            const before = [await stored(), await dumps()];
            const ended = await rotate(first, old);
            expect(`${ended.code} ${ended.output}`).toMatch(/^0 .*already$/);
            expect([await stored(), await dumps()]).toEqual(before);
        });

        test("changes nothing when it fails in the middle", async () => {
            const before = await stored();
            await query(
                "create function refuse() returns trigger language plpgsql as $$ begin raise 'not today'; end $$",
            );
            await query("create trigger refuse before update on variable execute function refuse()");
            const ended = await rotate(second, first);
            await query("drop function refuse cascade");
            expect(`${ended.code} ${ended.output}`).toMatch(/^1 .*not today; nothing was changed$/s);
            expect(await stored()).toEqual(before);
            expect((await rotate(second, first)).code).toBe(0);
            expect(await decrypted(second)).toEqual(clear);
        });

        test("does not dump over a connection that is not the right server's", async () => {
            await server.useCertificate({ hosts: ["elsewhere.example.com"] });
            const ended = await rotate(first, second);
            await server.useCertificate({ hosts: [server.host] });
            expect(`${ended.code} ${ended.output}`).toMatch(/^1 .*does not match host name/);
            expect(await decrypted(second)).toEqual(clear);
        });
    });
});
