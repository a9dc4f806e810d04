import * as pulumi from "@pulumi/pulumi";
import { program } from "../tools/mocked/program";
import { only, type Registered } from "../tools/mocked/registered";

// Ports and containers of the machine that runs the tests are not the program's concern here.
jest.mock("../config/taken-ports", () => ({ refuseTakenPorts: () => Promise.resolve() }));
jest.mock("../config/unknown-to-state", () => ({ refuseUnknownToState: () => Promise.resolve() }));

const containersOf = (resources: Registered[]) =>
    resources
        .filter((resource) => resource.type === "docker:index/container:Container")
        .map((resource) => resource.inputs.name as string);

const secrets = { metaDatabaseAdminPassword: "of-the-admin" };

describe("the program", () => {
    test("makes the containers of `local`, by the names that people know", async () => {
        const { resources, result } = await program("local");
        expect(containersOf(resources).sort()).toEqual([
            "airflow-apiserver-dbt-simple",
            "airflow-dag-processor-dbt-simple",
            "airflow-init-dbt-simple",
            "airflow-maintenance-dbt-simple",
            "airflow-scheduler-dbt-simple",
            "airflow-triggerer-dbt-simple",
            "dbt-docs-dbt-simple",
            "dbt-simple",
            "init-airflow-dbt-ssh-connections-dbt-simple",
            "postgres-dbt-simple",
        ]);
        expect(result).toMatchObject({
            airflowUrl: "http://127.0.0.1:8082",
            dbtDocsUrl: "http://127.0.0.1:8085",
            adminUser: "airflow",
        });
        expect(await pulumi.isSecret(result.adminPassword as pulumi.Output<string>)).toBe(true);
        expect(await pulumi.isSecret(result.fernetKey as pulumi.Output<string>)).toBe(true);
    });

    test("makes `prod` against an existing server, with no name or port of `local`", async () => {
        const { resources } = await program("prod", { secrets });
        const containers = containersOf(resources);
        expect(containers).toHaveLength(9);
        expect(containers.every((name) => name.endsWith("dbt-simple-prod"))).toBe(true);
        expect(JSON.stringify(resources.map((resource) => resource.inputs.ports))).not.toMatch(/8082|8085|5442/);
    });

    test("replaces no volume and no network for a name or a label, since Docker can change neither", async () => {
        const { resources } = await program("local");
        const kept = resources.filter(({ type }) => /^docker:index\/(volume|network):/.test(type));
        expect(kept).toHaveLength(8);
        for (const { ignoreChanges } of kept) {
            expect(ignoreChanges).toEqual(["labels", "name"]);
        }
    });

    test("keeps the Fernet key as long as the protected database that it decrypts", async () => {
        const { resources } = await program("prod", { secrets });
        const role = only(resources, "postgresql:index/role:Role", "metadata-role");
        const database = only(resources, "postgresql:index/database:Database", "metadata-database");
        expect([role.protect, database.protect]).toEqual([true, true]);
        expect(role.dependencies).toContain("fernet-key");
        // The database waits for its role, and so for the key.
        expect(database.dependencies).toContain("metadata-role");
    });

    test("gives `local` and `prod` no name, port, network or volume in common, so that both run side by side", async () => {
        const taken = ({ resources }: { resources: Registered[] }) => {
            const named = resources
                .filter(({ type }) => /^docker:index\/(container|network|volume|remoteImage):/.test(type))
                .map(({ type, inputs }) => `${type} ${inputs.name as string}`);
            const ports = resources
                .flatMap(({ inputs }) => (inputs.ports as { external: number }[] | undefined) ?? [])
                .map(({ external }) => `port ${external}`);
            return [...named, ...ports];
        };
        const [local, prod] = [taken(await program("local")), taken(await program("prod", { secrets }))];
        expect(local.length).toBeGreaterThan(20);
        expect(prod.length).toBeGreaterThan(15);
        expect(local.filter((each) => prod.includes(each))).toEqual([]);
    });

    test("has the same inputs in each checkout where code is baked", async () => {
        const inputs = async (stack: string, settings = {}) => {
            const { resources } = await program(stack, { secrets: stack === "prod" ? secrets : {}, settings });
            return JSON.stringify(resources.map((resource) => resource.inputs));
        };
        expect(await inputs("prod")).not.toContain(process.cwd());
        expect(await inputs("local", { code: "baked" })).not.toContain(process.cwd());
        // Or this test could not fail.
        expect(await inputs("local")).toContain(process.cwd());
    });

    test("has a secret in nothing but uploads, passwords and results that are marked so", async () => {
        const { resources } = await program("prod", { secrets });
        for (const resource of resources) {
            for (const [input, value] of Object.entries(resource.inputs).filter(
                ([name]) => !resource.secretInputs.includes(name),
            )) {
                expect(`${resource.name}.${input}: ${JSON.stringify(value)}`).not.toMatch(
                    /of-the-admin|of-the-warehouse|generated-|private ssh-keys/,
                );
            }
        }
    });

    test("lets a service's container be replaced without any other", async () => {
        const { resources } = await program("local");
        const services = resources.filter(
            (resource) => resource.type === "docker:index/container:Container" && resource.inputs.restart !== "no",
        );
        expect(services).toHaveLength(8);
        for (const resource of resources) {
            const ofServices = services.filter(({ name }) =>
                resource.valuesOf.some((urn) => urn.endsWith(`docker:index/container:Container::${name}`)),
            );
            expect([resource.name, ...ofServices.map(({ name }) => name)]).toEqual([resource.name]);
        }
        // Or this test could not fail: a job's run holds the id of its container.
        const run = resources.find(({ name }) => name === "airflow-init-run");
        expect(run?.valuesOf.join()).toContain("docker:index/container:Container::airflow-init");
    });

    test("gives every resource but the outermost a parent that is a component", async () => {
        const { resources } = await program("local");
        const components = resources
            .filter((resource) => resource.type.startsWith("airflow-dbt:"))
            .map((resource) => resource.name);
        for (const resource of resources.filter(
            (each) => !each.type.startsWith("airflow-dbt:") && each.type !== "pulumi:pulumi:Stack",
        )) {
            expect(components).toContain(resource.parent);
        }
    });
});
