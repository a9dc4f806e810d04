import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stackNamed, startCommand } from "../../../commands/stack/stack";
import { temporaryFolder } from "../../support/fixtures";

const before = process.cwd();
const folder = temporaryFolder({});
const project =
    "config:\n  containerSuffix:\n    type: string\n    default: dbt-simple\n  dockerHost:\n    default: ''\n";

function inProject(files: Record<string, string>): void {
    for (const [name, content] of Object.entries({ "Pulumi.yaml": project, ...files })) {
        writeFileSync(join(folder, name), content);
    }
    process.chdir(folder);
}

afterEach(() => {
    process.chdir(before);
    readdirSync(folder).forEach((name) => rmSync(join(folder, name)));
});

describe("stackNamed", () => {
    test("identifies the copy by the project's defaults if the stack's file says nothing", () => {
        inProject({});
        expect(stackNamed("local")).toEqual({ name: "local", suffix: "dbt-simple", dockerHost: undefined });
    });

    test("takes suffix and engine from the stack's file, that of an organization's stack as well", () => {
        inProject({
            "Pulumi.prod.yaml":
                "config:\n  airflow-dbt:containerSuffix: other\n  airflow-dbt:dockerHost: ssh://me@there\n",
        });
        const where = { suffix: "other", dockerHost: "ssh://me@there" };
        expect(stackNamed("prod")).toEqual({ name: "prod", ...where });
        expect(stackNamed("acme/prod")).toEqual({ name: "acme/prod", ...where });
    });

    test("takes them from the file that Pulumi is told to use", () => {
        inProject({ "elsewhere.yaml": "config:\n  airflow-dbt:containerSuffix: other\n" });
        process.env.PULUMI_OPTION_CONFIG_FILE = "elsewhere.yaml";
        try {
            expect(stackNamed("local").suffix).toBe("other");
        } finally {
            delete process.env.PULUMI_OPTION_CONFIG_FILE;
        }
    });

    test("refuses an encrypted suffix with the command that fixes it", () => {
        inProject({ "Pulumi.local.yaml": "config:\n  airflow-dbt:containerSuffix:\n    secure: v1:abc\n" });
        expect(() => stackNamed("local")).toThrow(
            /^Pulumi\.local\.yaml: containerSuffix is encrypted, [^]*pulumi config set --stack local --plaintext containerSuffix <value>$/,
        );
    });

    test("refuses an engine's address that ssh would take as an option", () => {
        inProject({ "Pulumi.prod.yaml": "config:\n  airflow-dbt:dockerHost: ssh://-oProxyCommand=x\n" });
        expect(() => stackNamed("prod")).toThrow(
            /^Pulumi\.prod\.yaml: dockerHost: its host begins with -[^]*pulumi config set --stack prod dockerHost <value>$/,
        );
    });
});

test("a stack is started by npm start, which has to be told any stack but local", () => {
    const where = { suffix: "x", dockerHost: undefined };
    expect(startCommand({ name: "local", ...where })).toBe("npm start");
    expect(startCommand({ name: "acme/prod", ...where })).toBe("npm start -- --stack acme/prod");
});
