import { homedir } from "node:os";
import { join } from "node:path";
import { only, type Registered } from "../../tools/mocked/registered";
import { program } from "../../tools/mocked/program";
import { rules } from "../../policy/rules";
import { notYetKnown, secret, violations } from "../support/analyze";

// Ports of the machine that runs the tests are not the program's concern here.
jest.mock("../../config/taken-ports", () => ({ refuseTakenPorts: () => Promise.resolve() }));

const containerType = "docker:index/container:Container";
const secrets = { metaDatabaseAdminPassword: "of-the-admin-of-all", analyticsPassword: "of-the-warehouse" };
const stacks: Record<string, Registered[]> = {};

beforeAll(async () => {
    stacks.local = (await program("local")).resources;
    stacks.prod = (await program("prod", { secrets, settings: { bigqueryCredentials: "none" } })).resources;
});

beforeEach(() => config({ bindAddress: "127.0.0.1" }));
afterAll(() => delete process.env.PULUMI_CONFIG);

/** Hands settings to the pack as the engine does. */
function config(settings: Record<string, string>): void {
    process.env.PULUMI_CONFIG = JSON.stringify(
        Object.fromEntries(Object.entries(settings).map(([name, value]) => [`airflow-dbt:${name}`, value])),
    );
}

/** What the pack says of one of the program's resources with one thing spoilt. */
function spoilt(
    inputs: Record<string, unknown>,
    name = "airflow-apiserver",
    type = containerType,
    stack = "prod",
): Promise<string[]> {
    const resource = only(stacks[stack], type, name);
    return violations(rules, resource, { ...resource.inputs, ...inputs });
}

/** The one violation, which names the rule, the resource, what is wrong and how to mend it. */
function refused(rule: string, wrong: string | RegExp, mend: string, resource = "airflow-apiserver"): unknown {
    const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    const source = typeof wrong === "string" ? escaped(wrong) : wrong.source;
    return [
        expect.stringMatching(
            new RegExp(
                `^\\[mandatory\\] ${rule}: [^\\n]+\\n${resource} [^\\n]*${source}[^\\n]*\\. [^\\n]*${escaped(mend)}[^\\n]*\\.$`,
            ),
        ) as string,
    ];
}

test.each(["local", "prod"])("the program breaks no rule on %s", async (stack) => {
    expect(stacks[stack].length).toBeGreaterThan(40);
    for (const resource of stacks[stack]) {
        expect([resource.name, ...(await violations(rules, resource))]).toEqual([resource.name]);
    }
});

test("each rule says what it is, and is mandatory", () => {
    expect(rules.map(({ name }) => name)).toEqual([
        "no-secret-in-environment",
        "no-privileged-container",
        "log-limits",
        "health-check",
        "no-open-port",
        "generated-passwords",
    ]);
    for (const rule of rules) {
        // "remediate" is refused as "mandatory" is; it is what lets a rule see what is a secret.
        expect([rule.description, rule.enforcementLevel]).toEqual([
            expect.stringMatching(/^[A-Z].{20,}\.$/),
            expect.stringMatching(/^mandatory$|^remediate$/),
        ]);
    }
});

describe("no-secret-in-environment refuses", () => {
    test.each<[string, unknown[], string]>([
        ["a name that tells", ["CRM_PASSWORD=x7"], "CRM_PASSWORD, whose name says"],
        ["another one", ["A=b", "AIRFLOW__CORE__FERNET_KEY=x"], "FERNET_KEY, whose name says"],
        ["a URI with a password", ["AIRFLOW_CONN_CRM=postgres://me:hush@host/db"], "AIRFLOW_CONN_CRM, with a password"],
        ["a private key", ["ANYTHING=-----BEGIN OPENSSH PRIVATE KEY-----"], "ANYTHING, with a password or key"],
        [
            "a connection in JSON",
            ['AIRFLOW_CONN_CRM={"conn_type": "http", "password": "hush"}'],
            "AIRFLOW_CONN_CRM, with a password",
        ],
    ])("%s", async (_what, envs, wrong) => {
        const found = await spoilt({ envs });
        expect(found).toEqual(refused("no-secret-in-environment", wrong, "files"));
        expect(found.join()).not.toMatch(/x7|hush/);
    });

    test("a value of the stack that is marked secret, whatever its name and form", async () => {
        const found = await spoilt({ envs: ["HARMLESS=abc", secret("ALSO=hush")] });
        expect(found).toEqual(
            refused("no-secret-in-environment", "a secret in its environment, in one of HARMLESS, ALSO", "files"),
        );
        expect(found.join()).not.toContain("hush");
        // As the docker plugin hands it back.
        expect(await spoilt({ envs: secret(["HARMLESS=abc"]) })).toHaveLength(1);
    });

    test("a secret on the command line, and in a label", async () => {
        expect(await spoilt({ command: ["serve", secret("hush")] })).toEqual(
            refused("no-secret-in-environment", "a secret in its command", "files"),
        );
        expect(
            await spoilt({
                labels: [
                    { label: "airflow-dbt.kind", value: "service" },
                    { label: "a", value: secret("hush") },
                ],
            }),
        ).toHaveLength(1);
    });

    test("a value that is only known after the update, as that of a new generated secret is", async () => {
        expect(await spoilt({ envs: ["A=b", notYetKnown] })).toEqual(
            refused("no-secret-in-environment", "only known after the update", "files"),
        );
    });

    test("but no path, command, switch, address or public name", async () => {
        const envs = [
            "AIRFLOW__CORE__FERNET_KEY_CMD=cat /run/secrets/fernet_key",
            "GOOGLE_APPLICATION_CREDENTIALS=/run/secrets/bigquery_credentials.json",
            "USE_TOKEN=true",
            "EMPTY_PASSWORD=",
            "KEYBOARD=de",
            "URL=http://airflow-apiserver:8080/execution/?a=b:c@d",
            "SSH_CONN_ID=dbt_ssh",
        ];
        expect(await spoilt({ envs })).toEqual([]);
    });

    test("and does not pass what it cannot see", async () => {
        const rule = { ...rules[0], enforcementLevel: "mandatory" as const };
        await expect(violations([rule], only(stacks.prod, containerType, "dbt"))).rejects.toThrow(
            'has to run as "remediate"',
        );
    });
});

describe("no-privileged-container refuses", () => {
    test.each<[Record<string, unknown>, string]>([
        [{ privileged: true }, "is privileged"],
        [{ capabilities: { adds: ["SYS_ADMIN"], drops: ["ALL"] } }, "SYS_ADMIN added"],
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
        expect(await spoilt(inputs)).toEqual(refused("no-privileged-container", wrong, "Service or Job"));
    });

    test("but no folder of the user, wherever the checkout lies, and no named volume", async () => {
        const volumes = ["/home/me/airflow-dbt/dbt", join(homedir(), "airflow-dbt", "dbt"), "/var/lib/jenkins/dbt"].map(
            (hostPath) => ({ hostPath, containerPath: "/dbt", readOnly: true }),
        );
        expect(await spoilt({ volumes: [...volumes, { volumeName: "etc", containerPath: "/etc/x" }] })).toEqual([]);
    });
});

describe("log-limits refuses", () => {
    test.each<[Record<string, unknown>, string]>([
        [{ logOpts: undefined }, "max-size and max-file"],
        [{ logOpts: { "max-file": "3" } }, "(max-size)"],
        [{ logOpts: { "max-size": "-1", "max-file": "3" } }, "(max-size)"],
        [{ logDriver: "journald" }, "journald"],
        [{ logDriver: undefined }, "log driver that the engine happens to have"],
    ])("%p: %s", async (inputs, wrong) => {
        expect(await spoilt(inputs)).toEqual(refused("log-limits", wrong, "max-size"));
    });
});

describe("health-check refuses", () => {
    const labels = (kind: string) => [{ label: "airflow-dbt.kind", value: kind }];

    test.each<[Record<string, unknown>, string]>([
        [{ healthcheck: undefined }, "without a health check"],
        [{ healthcheck: { tests: ["CMD"] } }, "without a health check"],
        [{ healthcheck: { tests: ["NONE"] } }, "turned off"],
        [{ healthcheck: undefined, labels: [] }, "without a health check"],
        [{ healthcheck: undefined, labels: labels("job"), restart: "always" }, "without a health check"],
    ])("%p: %s", async (inputs, wrong) => {
        expect(await spoilt(inputs)).toEqual(refused("health-check", wrong, "healthCheck"));
    });

    test("but not a job, which ends", async () => {
        expect(await spoilt({ healthcheck: undefined, labels: labels("job"), restart: "no" })).toEqual([]);
    });
});

describe("no-open-port refuses", () => {
    const ports = (ip?: string) => [{ internal: 8080, external: 8083, ...(ip !== undefined && { ip }) }];

    test.each<[Record<string, unknown>, RegExp]>([
        [{ ports: ports("0.0.0.0") }, /8080 as 8083 on 0\.0\.0\.0/],
        [{ ports: ports("::") }, /on ::/],
        [{ ports: ports("") }, /no address is given/],
        [{ ports: ports() }, /no address is given/],
        [{ ports: ports("192.0.2.7") }, /192\.0\.2\.7/],
        [{ publishAllPorts: true }, /publishAllPorts/],
    ])("%p: %s", async (inputs, wrong) => {
        expect(await spoilt(inputs)).toEqual(refused("no-open-port", wrong, "bindAddress"));
    });

    test("but not an address that the stack's settings name, whether the engine tells the pack or not", async () => {
        config({ bindAddress: "0.0.0.0" });
        expect(await spoilt({ ports: ports("0.0.0.0") })).toEqual([]);
        expect(await spoilt({ ports: ports("::") })).toHaveLength(1);

        delete process.env.PULUMI_CONFIG;
        await spoilt({ bindAddress: "192.0.2.7" }, "docker", "airflow-dbt:docker:DockerHost");
        expect(await spoilt({ ports: ports("192.0.2.7") })).toEqual([]);
        expect(await spoilt({ ports: ports("0.0.0.0") })).toHaveLength(1);
    });
});

describe("generated-passwords refuses on prod", () => {
    const upload = (content: unknown) => ({ uploads: [{ file: "/run/secrets/admin_password", content }] });
    const role = "postgresql:index/role:Role";
    const randomPassword = "random:index/randomPassword:RandomPassword";

    test.each(["airflow", "Airflow123!2024", "elevenchars"])("the admin password %s", async (password) => {
        const found = await spoilt(upload(password), "airflow-init");
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

    test("a role's password that is easily guessed", async () => {
        expect(await spoilt({ password: "postgres" }, "metadata-role", role)).toEqual(
            refused("generated-passwords", "the role's password", "config rm metaDatabasePassword", "metadata-role"),
        );
    });

    test("a generated one that is short", async () => {
        expect(await spoilt({ length: 16 }, "airflow-secrets-admin-password", randomPassword)).toEqual(
            refused("generated-passwords", "16 characters", "length of 24", "airflow-secrets-admin-password"),
        );
    });

    test("but not one that is generated with this update, or that somebody chose well", async () => {
        expect(await spoilt(upload(notYetKnown), "airflow-init")).toEqual([]);
        expect(await spoilt(upload("correct horse battery"), "airflow-init")).toEqual([]);
    });

    test("and nothing on local, unless its dbt target is prod", async () => {
        expect(await spoilt(upload("airflow"), "airflow-init", containerType, "local")).toEqual([]);
        config({ dbtTarget: "prod" });
        expect(await spoilt(upload("airflow"), "airflow-init", containerType, "local")).toHaveLength(1);
    });
});
