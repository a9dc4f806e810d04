import { generateKeyPairSync } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { certificate } from "../support/certificate";
import { errorOf, read } from "../support/stack-settings";

const key = generateKeyPairSync("rsa", { modulusLength: 1024 })
    .privateKey.export({ type: "pkcs1", format: "pem" })
    .toString();
const line = "github.com ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";
const ssh = { url: "git@github.com:me/dags.git", ref: "main", knownHosts: line };
const https = { url: "https://github.com/me/dags.git", ref: "main" };
const withKey = (git: object, dagsDeployKey = key) => [{ dags: { git }, dagsDeployKey }, ["dagsDeployKey"]] as const;
const refused = (git: object) => errorOf({ dags: { git }, dagsDeployKey: key }, ["dagsDeployKey"]);

test("DAGs come with the code unless a repository is set", async () => {
    expect((await read()).dags).toBeUndefined();
});

test("reads a repository over SSH, with the server's keys and a key that stays secret", async () => {
    const [own, encrypted] = withKey({ ...ssh, subdir: "airflow/dags/", refreshSeconds: 60 });
    const { dags } = await read(own, [...encrypted]);
    expect(dags).toMatchObject({ url: ssh.url, ref: ssh.ref, subdir: "airflow/dags", refreshSeconds: 60 });
    expect(dags?.ssh?.knownHosts).toBe(`${line}\n`);
    const deployKey = dags?.ssh?.deployKey as pulumi.Output<string>;
    expect(await pulumi.isSecret(deployKey)).toBe(true);
});

test("reads one over HTTPS, and looks for commits every 30 seconds", async () => {
    const { dags } = await read({ dags: { git: { ...https, ref: 2024 } } });
    expect(dags).toEqual({ ...https, ref: "2024", subdir: undefined, refreshSeconds: 30 });
});

test("reads one over HTTPS whose server a private authority vouches for", async () => {
    const { dags } = await read({ dags: { git: { ...https, caCertificate: certificate } } });
    expect(dags).toMatchObject({ ...https, caCertificate: certificate });
});

test.each<[object, string]>([
    [{ ...https, ref: "3f786850e387550fdab836ed7e6dc881de23001b" }, "git.ref: it is a commit"],
    [{ ...https, ref: "refs/heads/main" }, 'git.ref: "refs/heads/main" is no name of a branch or a tag'],
    [{ ...https, ref: "a..b" }, "git.ref"],
    [{ ...https, ref: "--upload-pack=x" }, "git.ref"],
    [{ url: https.url }, "git.ref is missing: a branch or a tag"],
    [{ ref: "main" }, "git.url is missing"],
    [{ ...https, url: "https://me:hidden@github.com/me/dags.git" }, "git.url: it must not hold a password or token"],
    [{ ...https, url: "https://hidden@github.com/me/dags.git" }, "git.url: it must not hold a password or token"],
    [{ ...https, url: "http://github.com/me/dags.git" }, "git.url: it is no address of a repository"],
    [{ ...https, url: "/srv/dags.git" }, "git.url: it is no address of a repository"],
    [{ ...https, subdir: "../dags" }, "git.subdir"],
    [{ ...https, subdir: "/dags" }, "git.subdir"],
    [{ ...https, refreshSeconds: 4 }, "git.refreshSeconds: 4 is no number of seconds"],
    [{ ...https, branch: "main" }, "dags.git has no field branch"],
    [{ ...https, caCertificate: "of nobody" }, "git.caCertificate: the value is no certificate in PEM format"],
    [{ ...ssh, caCertificate: certificate }, "git.caCertificate is for an address with https://"],
    [{ ...ssh, knownHosts: undefined }, "git.knownHosts is missing"],
    [{ ...ssh, knownHosts: "github.com" }, "git.knownHosts: it must be lines as ssh-keyscan prints them"],
    [{ ...ssh, url: "git@gitlab.com:me/dags.git" }, "git.knownHosts has no line for gitlab.com"],
    [{ ...ssh, url: "ssh://git@github.com:2222/me/dags.git" }, "git.knownHosts has no line for [github.com]:2222"],
])("refuses %j", async (git, message) => {
    const error = await refused(git);
    expect(error).toContain(`dags: ${message}`);
    expect(error).not.toContain("hidden");
});

test("takes hashed names and patterns of servers", async () => {
    for (const name of ["|1|c2FsdA==|aGFzaA==", "*.com", "github.com,192.0.2.1"]) {
        const [own, encrypted] = withKey({ ...ssh, knownHosts: line.replace("github.com", name) });
        expect((await read(own, [...encrypted])).dags?.ssh?.knownHosts).toContain(name);
    }
});

test("refuses a repository over SSH without a key, and a key in plain text", async () => {
    expect(await errorOf({ dags: { git: ssh } })).toContain("dagsDeployKey: it is missing");
    expect(await errorOf({ dags: { git: ssh }, dagsDeployKey: key })).toContain(
        "dagsDeployKey: a secret is in plain text",
    );
});

test.each([
    ["ssh-ed25519 AAAA hidden", "the value is no private key of SSH"],
    [
        generateKeyPairSync("rsa", { modulusLength: 1024 }).privateKey.export({
            type: "pkcs8",
            format: "pem",
            cipher: "aes-256-cbc",
            passphrase: "hidden",
        }) as string,
        "the key has a passphrase",
    ],
    [
        `-----BEGIN OPENSSH PRIVATE KEY-----\n${Buffer.from("openssh-key-v1\0\0\0\0\naes256-ctr").toString("base64")}\n-----END OPENSSH PRIVATE KEY-----`,
        "the key has a passphrase",
    ],
])("refuses the key %#", async (dagsDeployKey, message) => {
    const error = await errorOf({ dags: { git: ssh }, dagsDeployKey }, ["dagsDeployKey"]);
    expect(error).toContain(`dagsDeployKey: ${message}`);
    expect(error).not.toContain("hidden");
});

test("refuses Airflow's own options for bundles, if the setting sets them", async () => {
    const option = "AIRFLOW__DAG_PROCESSOR__DAG_BUNDLE_CONFIG_LIST";
    const airflowVariables = { [option]: "[]" };
    expect(await errorOf({ airflowVariables, dags: { git: https } })).toContain(
        `airflowVariables: ${option} is set by the setting dags`,
    );
    expect((await read({ airflowVariables })).variables.airflow.plain).toMatchObject(airflowVariables);
});
