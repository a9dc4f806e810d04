import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeTestStack } from "../../tools/running-stack/make-test-stack";
import { type TestStack } from "../../tools/running-stack/test-stack";
import { temporaryFolder } from "../support/fixtures";

/**
 * The state of a stack `local` as the release before the components of single containers made it (commit f083831), from
 * `pulumi stack export --show-secrets`: every secret is the word "secret", and components have no inputs and outputs.
 */
const formerState = join(__dirname, "support", "former-stack.json");

/** A step of a preview. */
interface Step {
    op: string;
    urn: string;
}

/** Types whose resources hold data, or values that others use: to replace one loses something, or restarts everything. */
const kept = [
    "docker:index/volume:Volume",
    "docker:index/network:Network",
    "postgresql:index/database:Database",
    "postgresql:index/role:Role",
    "pulumi:providers:docker",
    "pulumi:providers:postgresql",
    "random:index/randomPassword:RandomPassword",
    "tls:index/privateKey:PrivateKey",
];

const typeOf = (urn: string) => urn.split("::")[2].split("$").at(-1) ?? "";
const nameOf = (urn: string) => urn.split("::").at(-1) ?? "";

describe("a stack of the last release", () => {
    let stack: TestStack;
    let former: string[];
    let steps: Step[];
    const folder = temporaryFolder({});

    beforeAll(async () => {
        stack = await makeTestStack("former");
        const text = readFileSync(formerState, "utf8")
            .replaceAll("urn:pulumi:local::", `urn:pulumi:${stack.name}::`)
            .replaceAll("airflow-dbt-local", `airflow-dbt-${stack.name}`)
            .replaceAll(/\b5942\b/g, `${stack.ports.postgresPort}`);
        const state = JSON.parse(text) as { deployment: Record<string, unknown> & { resources: { urn: string }[] } };
        const own = JSON.parse(await stack.expectPulumi(["stack", "export"])) as typeof state;
        // What encrypts the secrets from now on.
        state.deployment.secrets_providers = own.deployment.secrets_providers;
        const file = join(folder, "state.json");
        writeFileSync(file, JSON.stringify(state));
        await stack.expectPulumi(["stack", "import", "--file", file]);
        former = state.deployment.resources.map(({ urn }) => urn);
        // The names of the volumes and of the network hold the suffix.
        await stack.set({ containerSuffix: "upd-old" });
        const printed = await stack.expectPulumi(["preview", "--json"]);
        ({ steps } = JSON.parse(printed.slice(printed.indexOf("{"), printed.lastIndexOf("}") + 1)) as {
            steps: Step[];
        });
    });

    afterAll(() => stack?.forget());

    test("keeps each volume, network, database, role, secret and provider", () => {
        const precious = former.filter((urn) => kept.includes(typeOf(urn)));
        expect(new Set(precious.map(typeOf))).toEqual(new Set(kept));
        const touched = steps
            .filter(({ urn }) => kept.includes(typeOf(urn)))
            .map(({ op, urn }) => `${op} ${typeOf(urn)} ${nameOf(urn)}`)
            .sort();
        // A role gets a limit to its connections; one that may only read the example's source is new, and so are the key of backups and
        // the networks of dbt and of web servers.
        expect(touched).toEqual([
            "create docker:index/network:Network docker-dbt-network",
            "create docker:index/network:Network docker-web-network",
            "create postgresql:index/role:Role source-read-only-role",
            "create random:index/randomPassword:RandomPassword backup-key",
            "create random:index/randomPassword:RandomPassword source-read-only-password",
            "update postgresql:index/role:Role analytics-role",
            "update postgresql:index/role:Role metadata-role",
            "update postgresql:index/role:Role source-role",
        ]);
    });

    test("deletes only what held the services of all programs, and recognizes each container", () => {
        expect(steps.filter(({ op }) => op === "delete").map(({ urn }) => nameOf(urn))).toEqual(["airflow-services"]);
        const containers = steps.filter(({ urn }) => typeOf(urn) === "docker:index/container:Container");
        // A container that is not recognized would be created beside the one that has its name, and fail.
        const created = containers.filter(({ op }) => op === "create").map(({ urn }) => nameOf(urn));
        expect(created).toEqual(["airflow-maintenance"]);
        expect(containers.length).toBeGreaterThan(0);
    });
});
