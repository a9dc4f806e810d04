import { homedir } from "node:os";
import { join } from "node:path";
import { only, type Registered } from "../../tools/mocked/registered";
import { program } from "../../tools/mocked/program";
import { rules } from "../../policy/rules";
import { notYetKnown, secret, violations } from "../support/analyze";

// These tests do not depend on the ports of the machine they run on.
jest.mock("../../config/taken-ports", () => ({ refuseTakenPorts: () => Promise.resolve() }));
jest.mock("../../config/unknown-to-state", () => ({ refuseUnknownToState: () => Promise.resolve() }));

const containerType = "docker:index/container:Container";
const secrets = { metaDatabaseAdminPassword: "of-the-admin-of-all", analyticsPassword: "of-the-warehouse" };
const stacks: Record<string, Registered[]> = {};

beforeAll(async () => {
    stacks.local = (await program("local")).resources;
    stacks.prod = (await program("prod", { secrets, settings: { bigqueryCredentials: "none" } })).resources;
});

beforeEach(() => config({ bindAddress: "127.0.0.1" }));
afterAll(() => delete process.env.PULUMI_CONFIG);

/** Passes settings to the pack as the engine does. */
function config(settings: Record<string, string>): void {
    process.env.PULUMI_CONFIG = JSON.stringify(
        Object.fromEntries(Object.entries(settings).map(([name, value]) => [`airflow-dbt:${name}`, value])),
    );
}

/** The violations of one of the program's resources after some inputs were changed. */
function changed(
    inputs: Record<string, unknown>,
    name = "airflow-apiserver",
    type = containerType,
    stack = "prod",
): Promise<string[]> {
    const resource = only(stacks[stack], type, name);
    return violations(rules, resource, { ...resource.inputs, ...inputs });
}

/** The one violation. It names the rule, the resource, the problem and the fix. */
function refused(rule: string, wrong: string | RegExp, fix: string, resource = "airflow-apiserver"): unknown {
    const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    const source = typeof wrong === "string" ? escaped(wrong) : wrong.source;
    return [
        expect.stringMatching(
            new RegExp(
                `^\\[mandatory\\] ${rule}: [^\\n]+\\n${resource} [^\\n]*${source}[^\\n]*\\. [^\\n]*${escaped(fix)}[^\\n]*\\.$`,
            ),
        ) as string,
    ];
}

test.each(["local", "prod"])("the program violates no rule on %s", async (stack) => {
    expect(stacks[stack].length).toBeGreaterThan(40);
    for (const resource of stacks[stack]) {
        expect([resource.name, ...(await violations(rules, resource))]).toEqual([resource.name]);
    }
});

test("each rule has a description and is mandatory", () => {
    expect(rules.map(({ name }) => name)).toEqual([
        "no-secret-in-environment",
        "no-privileged-container",
        "log-limits",
        "health-check",
        "no-open-port",
        "generated-passwords",
    ]);
    for (const rule of rules) {
        // A violation of a "remediate" rule fails an update, too; only such a rule sees which inputs are secret.
        expect([rule.description, rule.enforcementLevel]).toEqual([
            expect.stringMatching(/^[A-Z].{20,}\.$/),
            expect.stringMatching(/^mandatory$|^remediate$/),
        ]);
    }
});

describe("no-secret-in-environment refuses", () => {
    test.each<[string, unknown[], string]>([
        ["a name that suggests a secret", ["CRM_PASSWORD=x7"], "CRM_PASSWORD, whose name suggests"],
        ["another one", ["A=b", "AIRFLOW__CORE__FERNET_KEY=x"], "FERNET_KEY, whose name suggests"],
        [
            "a URI with a password",
            ["AIRFLOW_CONN_CRM=postgres://me:hush@host/db"],
            "AIRFLOW_CONN_CRM, which contains a password",
        ],
        [
            "a private key",
            ["ANYTHING=-----BEGIN OPENSSH PRIVATE KEY-----"],
            "ANYTHING, which contains a password or key",
        ],
        [
            "a connection in JSON",
            ['AIRFLOW_CONN_CRM={"conn_type": "http", "password": "hush"}'],
            "AIRFLOW_CONN_CRM, which contains a password",
        ],
    ])("%s", async (_what, envs, wrong) => {
        const found = await changed({ envs });
        expect(found).toEqual(refused("no-secret-in-environment", wrong, "file"));
        expect(found.join()).not.toMatch(/x7|hush/);
    });

    test("a secret value, whatever its name and form", async () => {
        const found = await changed({ envs: ["HARMLESS=abc", secret("ALSO=hush")] });
        expect(found).toEqual(
            refused("no-secret-in-environment", "a secret in its environment, in one of HARMLESS, ALSO", "file"),
        );
        expect(found.join()).not.toContain("hush");
        // As the docker plugin returns it.
        expect(await changed({ envs: secret(["HARMLESS=abc"]) })).toHaveLength(1);
    });

    test("a secret on the command line, and in a label", async () => {
        expect(await changed({ command: ["serve", secret("hush")] })).toEqual(
            refused("no-secret-in-environment", "a secret in its command", "file"),
        );
        expect(
            await changed({
                labels: [
                    { label: "airflow-dbt.kind", value: "service" },
                    { label: "a", value: secret("hush") },
                ],
            }),
        ).toHaveLength(1);
    });

    test("a value that is only known after the update, such as a new generated secret", async () => {
        expect(await changed({ envs: ["A=b", notYetKnown] })).toEqual(
            refused("no-secret-in-environment", "only known after the update", "file"),
        );
    });

    test("but accepts a path, a command, a flag, an address and a public name", async () => {
        const envs = [
            "AIRFLOW__CORE__FERNET_KEY_CMD=cat /run/secrets/fernet_key",
            "GOOGLE_APPLICATION_CREDENTIALS=/run/secrets/bigquery_credentials.json",
            "USE_TOKEN=true",
            "EMPTY_PASSWORD=",
            "KEYBOARD=de",
            "URL=http://airflow-apiserver:8080/execution/?a=b:c@d",
            "SSH_CONN_ID=dbt_ssh",
        ];
        expect(await changed({ envs })).toEqual([]);
    });

    test("and fails if it cannot see which inputs are secret", async () => {
        const rule = { ...rules[0], enforcementLevel: "mandatory" as const };
        await expect(violations([rule], only(stacks.prod, containerType, "dbt"))).rejects.toThrow(
            'must run as "remediate"',
        );
    });
});

describe("no-privileged-container refuses", () => {
    test.each<[Record<string, unknown>, string]>([
        [{ privileged: true }, "is privileged"],
        [{ capabilities: { adds: ["SYS_ADMIN"], drops: ["ALL"] } }, "adds the capabilities SYS_ADMIN"],
        [{ capabilities: undefined }, "keeps Docker's capabilities"],
        [{ securityOpts: [] }, "no-new-privileges is missing"],
        [{ securityOpts: ["no-new-privileges:false"] }, "no-new-privileges is missing"],
        [{ securityOpts: ["no-new-privileges:true", "seccomp=unconfined"] }, "not confined (seccomp=unconfined)"],
        [{ networkMode: "host" }, "network: host"],
        [{ networksAdvanced: [{ name: "host" }] }, "joins the network host"],
        [{ pidMode: "host" }, "pid: host"],
        [{ ipcMode: "container:other" }, "ipc: container:other"],
        [{ devices: [{ hostPath: "/dev/sda" }] }, "devices of the host"],
        [{ volumes: [{ hostPath: "/var/run/docker.sock", containerPath: "/sock" }] }, "mounts /var/run/docker.sock"],
        [{ volumes: [{ hostPath: "/srv/docker.sock", containerPath: "/sock" }] }, "mounts /srv/docker.sock"],
        [{ volumes: [{ hostPath: "/", containerPath: "/host" }] }, "mounts / of the host"],
        [{ mounts: [{ type: "bind", source: "/etc", target: "/host" }] }, "mounts /etc"],
    ])("%p: %s", async (inputs, wrong) => {
        expect(await changed(inputs)).toEqual(refused("no-privileged-container", wrong, "Service or Job"));
    });

    test("but accepts folders of the user, wherever the checkout is, and named volumes", async () => {
        const volumes = ["/home/me/airflow-dbt/dbt", join(homedir(), "airflow-dbt", "dbt"), "/var/lib/jenkins/dbt"].map(
            (hostPath) => ({ hostPath, containerPath: "/dbt", readOnly: true }),
        );
        expect(await changed({ volumes: [...volumes, { volumeName: "etc", containerPath: "/etc/x" }] })).toEqual([]);
    });
});

describe("log-limits refuses", () => {
    test.each<[Record<string, unknown>, string]>([
        [{ logOpts: undefined }, "max-size and max-file"],
        [{ logOpts: { "max-file": "3" } }, "(max-size)"],
        [{ logOpts: { "max-size": "-1", "max-file": "3" } }, "(max-size)"],
        [{ logDriver: "journald" }, "journald"],
        [{ logDriver: undefined }, "log driver of the engine"],
    ])("%p: %s", async (inputs, wrong) => {
        expect(await changed(inputs)).toEqual(refused("log-limits", wrong, "max-size"));
    });
});

describe("health-check refuses", () => {
    const labels = (kind: string) => [{ label: "airflow-dbt.kind", value: kind }];

    test.each<[Record<string, unknown>, string]>([
        [{ healthcheck: undefined }, "without a health check"],
        [{ healthcheck: { tests: ["CMD"] } }, "without a health check"],
        [{ healthcheck: { tests: ["NONE"] } }, "disabled"],
        [{ healthcheck: undefined, labels: [] }, "without a health check"],
        [{ healthcheck: undefined, labels: labels("job"), restart: "always" }, "without a health check"],
    ])("%p: %s", async (inputs, wrong) => {
        expect(await changed(inputs)).toEqual(refused("health-check", wrong, "healthCheck"));
    });

    test("but accepts a job without one", async () => {
        expect(await changed({ healthcheck: undefined, labels: labels("job"), restart: "no" })).toEqual([]);
    });
});

describe("no-open-port refuses", () => {
    const ports = (ip?: string) => [{ internal: 8080, external: 8083, ...(ip !== undefined && { ip }) }];

    test.each<[Record<string, unknown>, RegExp]>([
        [{ ports: ports("0.0.0.0") }, /8080 as 8083 on 0\.0\.0\.0/],
        [{ ports: ports("::") }, /on ::/],
        [{ ports: ports("") }, /no address is set/],
        [{ ports: ports() }, /no address is set/],
        [{ ports: ports("192.0.2.7") }, /192\.0\.2\.7/],
        [{ publishAllPorts: true }, /publishAllPorts/],
    ])("%p: %s", async (inputs, wrong) => {
        expect(await changed(inputs)).toEqual(refused("no-open-port", wrong, "bindAddress"));
    });

    test("but accepts the bind address of the stack, with and without the config from the engine", async () => {
        config({ bindAddress: "0.0.0.0" });
        expect(await changed({ ports: ports("0.0.0.0") })).toEqual([]);
        expect(await changed({ ports: ports("::") })).toHaveLength(1);
        config({ bindAddress: "127.0.0.1", postgresBindAddress: "192.0.2.8" });
        expect(await changed({ ports: ports("192.0.2.8") })).toEqual([]);
        expect(await changed({ ports: ports("0.0.0.0") })).toHaveLength(1);

        delete process.env.PULUMI_CONFIG;
        await changed({ bindAddress: "192.0.2.7" }, "docker", "airflow-dbt:docker:DockerHost");
        expect(await changed({ ports: ports("192.0.2.7") })).toEqual([]);
        expect(await changed({ ports: ports("0.0.0.0") })).toHaveLength(1);
    });
});

describe("generated-passwords refuses on prod", () => {
    const upload = (content: unknown) => ({ uploads: [{ file: "/run/secrets/admin_password", content }] });
    const role = "postgresql:index/role:Role";
    const randomPassword = "random:index/randomPassword:RandomPassword";

    test.each(["airflow", "Airflow123!2024", "elevenchars"])("the admin password %s", async (password) => {
        const found = await changed(upload(password), "airflow-init");
        expect(found).toEqual(
            refused(
                "generated-passwords",
                "/run/secrets/admin_password",
                "pulumi config rm adminPassword",
                "airflow-init",
            ),
        );
        expect(found.join()).not.toContain(`${password} `);
    });

    test("a role's password that is easy to guess", async () => {
        expect(await changed({ password: "postgres" }, "metadata-role", role)).toEqual(
            refused("generated-passwords", "the role's password", "config rm metaDatabasePassword", "metadata-role"),
        );
    });

    test("a short generated password", async () => {
        expect(await changed({ length: 16 }, "airflow-secrets-admin-password", randomPassword)).toEqual(
            refused("generated-passwords", "16 characters", "length to 24", "airflow-secrets-admin-password"),
        );
    });

    test("but accepts a password that this update generates, and a long one that a person chose", async () => {
        expect(await changed(upload(notYetKnown), "airflow-init")).toEqual([]);
        expect(await changed(upload("correct horse battery"), "airflow-init")).toEqual([]);
    });

    test("and accepts any on local, unless its dbt target is prod", async () => {
        expect(await changed(upload("airflow"), "airflow-init", containerType, "local")).toEqual([]);
        config({ dbtTarget: "prod" });
        expect(await changed(upload("airflow"), "airflow-init", containerType, "local")).toHaveLength(1);
    });
});
