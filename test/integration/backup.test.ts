import { chownSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AirflowApi } from "../../tools/running-stack/airflow-api";
import { allHealthy, containersOf, inContainer, replaced, sql } from "../../tools/running-stack/containers";
import { makeTestStack } from "../../tools/running-stack/make-test-stack";
import { waitFor } from "../../tools/running-stack/run";
import { type TestStack } from "../../tools/running-stack/test-stack";

let stack: TestStack;
let file: string;

const matching = (pattern: RegExp) => expect.stringMatching(pattern) as string;
const containing = (text: string) => expect.stringContaining(text) as string;
const airflow = (...words: string[]) => inContainer(stack, "airflow-apiserver", "airflow", ...words);
const variable = async (name: string) => (await airflow("variables", "get", name)).split("\n").at(-1);
const fernetKey = () => inContainer(stack, "airflow-maintenance", "cat", "/run/secrets/fernet_key");

/** Waits for the backups that the schedule made, and gives their names. */
const scheduled = (count: number) =>
    waitFor(`${count} backups`, 150, async () => {
        const names = (await stack.expectNpm("restore")).split("\n").filter((name) => name.startsWith("backup-"));
        return names.length >= count ? names : undefined;
    });

beforeAll(async () => {
    stack = await makeTestStack("backup");
    file = join(stack.facts.folder, "backup.tar");
    await stack.up();
    await allHealthy(stack);
    await airflow("variables", "set", "crm_token", "of-the-backup");
    await sql(
        stack,
        "analytics",
        "set role analytics; create schema marts; create table marts.sales as select 42 as sum",
    );
}, 900_000);

afterAll(async () => {
    await stack.destroy();
    stack.forget();
}, 300_000);

test("npm run backup writes a file for its owner alone, with the Fernet key in no plain text, and nothing stops", async () => {
    const before = await containersOf(stack);
    await sql(stack, "postgres", "create database notes");
    const printed = await stack.expectNpm("backup", file);
    expect(printed).toContain("not in the backup, since no setting of the stack names it: the database notes");
    await sql(stack, "postgres", "drop database notes");
    expect(printed).toMatch(
        /dumped the database metadata \([\d,]+ bytes\)[^]*database analytics[^]*database source[^]*backup\.tar \([\d,]+ bytes\)/,
    );
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const content = readFileSync(file, "latin1");
    expect(content).not.toContain(await fernetKey());
    expect(content).not.toContain("of-the-backup");
    expect(replaced(before, await containersOf(stack))).toEqual([]);
    expect(await stack.npm("backup", file)).toMatchObject({ code: 1, output: matching(/exists already/) });
});

test("npm run restore refuses what is no backup, is damaged, or is not confirmed, and changes nothing", async () => {
    await airflow("variables", "set", "crm_token", "changed");
    const damaged = join(stack.facts.folder, "damaged.tar");
    const content = readFileSync(file);
    for (const [bytes, message] of [
        [Buffer.from("hello"), "it is no backup"],
        [content.subarray(0, content.length / 2), "is not whole"],
        [Buffer.concat([content.subarray(0, 5000), Buffer.from("x"), content.subarray(5001)]), "another checksum"],
    ] as const) {
        writeFileSync(damaged, bytes);
        const { code, output } = await stack.npm("restore", "--yes", damaged);
        expect([code, output]).toEqual([1, containing(message)]);
        expect(output).toContain("Nothing was changed.");
    }
    expect(await stack.npm("restore", file)).toMatchObject({
        code: 1,
        output: matching(/metadata \([\d,]+ bytes\)[^]*there is no terminal to ask on[^]*add --yes/),
    });
    expect(await stack.npm("restore", "missing.tar")).toMatchObject({
        code: 1,
        output: containing("There is no file missing.tar"),
    });
    expect(await variable("crm_token")).toBe("changed");
    expect(await inContainer(stack, "airflow-maintenance", "ls", "/var/lib/airflow-backups")).toBe("");
}, 120_000);

test("npm run restore brings back rows and tables, also after the Fernet key was rotated, and can be undone", async () => {
    await sql(stack, "analytics", "drop schema marts cascade; set role analytics; create schema later");
    await airflow("variables", "set", "later", "1");
    await stack.setPath("generations.fernetKey", 2);
    await stack.up();
    await allHealthy(stack);

    const printed = await stack.expectNpm("restore", "--yes", file);
    expect(printed).toMatch(/encrypted with this stack's Fernet key: variables: 1/);
    expect(await variable("crm_token")).toBe("of-the-backup");
    expect(await sql(stack, "analytics", "select sum from marts.sales")).toBe("42");
    expect(await sql(stack, "analytics", "select count(*) from pg_namespace where nspname = 'later'")).toBe("0");
    expect(await AirflowApi.login(stack)).toBeDefined();
    await stack.up("--expect-no-changes");

    const undo = /what was there before is in (\S+)/.exec(printed)?.[1] as string;
    await stack.expectNpm("restore", "--yes", undo);
    expect(await variable("crm_token")).toBe("changed");
    expect(await variable("later")).toBe("1");
    expect(await sql(stack, "analytics", "select count(*) from pg_namespace where nspname = 'later'")).toBe("1");
}, 600_000);

test("backups and cleaning run on their schedules, in a container that only they concern", async () => {
    await inContainer(stack, "airflow-scheduler", "sh", "-c", "touch -d '40 days ago' /opt/airflow/logs/old.log");
    await sql(
        stack,
        "airflow",
        "insert into log (dttm, event) values (now() - interval '100 days', 'old'), (now(), 'new')",
    );
    const before = await containersOf(stack);
    await stack.set({
        backupSchedule: "* * * * *",
        backupsKept: 1,
        cleaningSchedule: "* * * * *",
        databaseRetentionDays: 90,
        logRetentionDays: 30,
    });
    await stack.up();
    await allHealthy(stack);
    expect(replaced(before, await containersOf(stack))).toEqual(["airflow-maintenance"]);
    const [first] = await scheduled(1);
    await waitFor("old rows and logs to be removed", 150, async () => {
        const rows = await sql(stack, "airflow", "select count(*) from log where event = 'old'");
        const logs = await inContainer(
            stack,
            "airflow-scheduler",
            "sh",
            "-c",
            "ls /opt/airflow/logs/old.log 2> /dev/null || true",
        );
        return rows === "0" && logs === "" ? true : undefined;
    });
    expect(await sql(stack, "airflow", "select count(*) from log where event = 'new'")).toBe("1");
    const kept = await waitFor("the first backup to be deleted", 240, async () => {
        const names = await scheduled(1);
        return names.includes(first) ? undefined : names;
    });
    expect(kept).toHaveLength(1);
}, 900_000);

test("backups go to a folder of the host; one that is not user 50000's is refused with the command that fixes it", async () => {
    const folder = join(stack.facts.folder, "backups");
    mkdirSync(folder);
    await stack.set({ backupFolder: folder, backupSchedule: "* * * * *" });
    const refused = await stack.npm("start");
    expect(refused.code).not.toBe(0);
    expect(refused.output).toContain("give it to user 50000: chown 50000");
    chownSync(folder, 50000, 0);
    await stack.expectNpm("start");
    await allHealthy(stack);
    const [name] = await scheduled(1);
    expect(statSync(join(folder, name))).toMatchObject({ uid: 50000, mode: 0o100600 });
    const printed = await stack.expectNpm("restore", "--yes", name);
    expect(printed).toMatch(/restored the database metadata/);
    await stack.unset("backupFolder");
    await stack.unset("backupSchedule");
    await stack.up();
    await allHealthy(stack);
}, 600_000);

test("a new machine is restored from nothing but the checkout, the state and the file", async () => {
    for (const [role, { Id: id }] of await containersOf(stack)) {
        expect(role).not.toBe("");
        await stack.docker(["rm", "--force", "--volumes", id]);
    }
    const volumes = await stack.docker(["volume", "ls", "--quiet", "--filter", `name=-${stack.suffix}$`]);
    await stack.docker(["volume", "rm", ...volumes.split("\n")]);
    await stack.docker(["network", "rm", ...["airflow", "dbt", "web"].map((network) => `${network}-${stack.suffix}`)]);

    const lost = await stack.npm("start");
    expect(lost).toMatchObject({ code: 1, output: containing("this Docker engine has none of them") });
    expect(lost.output).toContain(`npm start -- --stack ${stack.name} --new-machine`);

    await stack.expectNpm("start", "--new-machine");
    await stack.expectNpm("restore", "--yes", file);
    expect(await variable("crm_token")).toBe("of-the-backup");
    expect(await sql(stack, "analytics", "select sum from marts.sales")).toBe("42");
    await stack.up("--expect-no-changes", "--refresh");
    expect(await stack.npm("start", "--new-machine")).toMatchObject({
        code: 1,
        output: containing("so it is no new machine"),
    });
    rmSync(file);
}, 600_000);

test("npm run fernet-key prints the key and nothing else", async () => {
    expect(await stack.expectNpm("fernet-key")).toBe(await fernetKey());
});
