import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readKeyFile } from "../../../commands/import-env/key-file";
import { refuseUnknownStack } from "../../../commands/import-env/known-stack";
import { readPlan } from "../../../commands/import-env/read";
import { readSmallFile } from "../../../commands/import-env/small-file";

let folder = "";
const at = (name: string) => join(folder, name);

beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "airflow-dbt-files-"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("only regular files of up to 1 MB are read", () => {
    test("such as this one", () => {
        writeFileSync(at("a"), "x".repeat(1024 * 1024));
        expect(readSmallFile(at("a")).length).toBe(1024 * 1024);
    });

    test("and none that is larger, missing, a folder, a device or a pipe", () => {
        writeFileSync(at("large"), "");
        truncateSync(at("large"), 1024 * 1024 + 1);
        mkdirSync(at("folder"));
        execFileSync("mkfifo", [at("pipe")]);
        expect(() => readSmallFile(at("large"))).toThrow("it is larger than 1 MB, so it is the wrong file");
        expect(() => readSmallFile(at("missing"))).toThrow("no such file");
        expect(() => readSmallFile(at("folder"))).toThrow("it is a folder");
        expect(() => readSmallFile(at("pipe"))).toThrow("it is a pipe. Write its content to a file first");
        expect(() => readSmallFile("/dev/zero")).toThrow("it is a device or a socket, not a file");
    });
});

describe("the key file", () => {
    test("is found at its path, relative to the env file, or by its name beside the env file", () => {
        mkdirSync(at("keys"));
        writeFileSync(at("keys/a.json"), "of a\n");
        writeFileSync(at("b.json"), "of b\n");
        expect(readKeyFile(at(".env"), "keys/a.json")).toEqual({ path: at("keys/a.json"), content: "of a" });
        expect(readKeyFile(at(".env"), at("keys/a.json"))).toMatchObject({ content: "of a" });
        expect(readKeyFile(at(".env"), "/no/such/folder/b.json")).toEqual({ path: at("b.json"), content: "of b" });
    });

    test("that cannot be read is an error that names both places", () => {
        mkdirSync(at("key.json"));
        expect(() => readKeyFile(at(".env"), "/no/such/key.json")).toThrow(
            `the key file /no/such/key.json cannot be read (/no/such/key.json: no such file; ${at("key.json")}: it is a folder). Copy it into the folder of the env file`,
        );
        writeFileSync(at("empty.json"), "\n");
        expect(() => readKeyFile(at(".env"), "empty.json")).toThrow(`(${at("empty.json")}: it is empty)`);
    });
});

describe("errors name the env file", () => {
    const planOf = (file: string) => readPlan({ file, stack: "prod", dryRun: false, yes: false, create: false });

    test("that cannot be read", async () => {
        await expect(planOf("/dev/zero")).rejects.toThrow(
            "/dev/zero cannot be read: it is a device or a socket, not a file",
        );
    });

    test("with the line whose key file is missing, and without control characters", async () => {
        writeFileSync(
            at(".env"),
            `PROD_ANALYTICS_GCP_PROJECT_ID=acme-data\nPROD_GOOGLE_APPLICATION_CREDENTIALS='/no/such\x1b[2J.json'\n`,
        );
        await expect(planOf(at(".env"))).rejects.toThrow(
            `${at(".env")}, line 2, PROD_GOOGLE_APPLICATION_CREDENTIALS: the key file /no/such\\x1b[2J.json cannot be read (`,
        );
        await expect(planOf(at(".env"))).rejects.toThrow("Nothing was written.");
    });
});

test("a stack that has no file is refused, with those that have one", () => {
    for (const file of ["Pulumi.yaml", "Pulumi.prod.yaml", "Pulumi.local.yaml"]) {
        writeFileSync(at(file), "");
    }
    expect(() => refuseUnknownStack("lcoal", folder)).toThrow(
        "There is no stack lcoal, and no Pulumi.lcoal.yaml. Known stacks: local, prod. To create the stack lcoal, add --create. Nothing was written.",
    );
    expect(() => refuseUnknownStack("local", folder)).not.toThrow();
    expect(() => refuseUnknownStack("acme/prod", folder)).not.toThrow();
});
