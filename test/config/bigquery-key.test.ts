import { generateKeyPairSync } from "node:crypto";
import { bigqueryKey } from "../../config/bigquery-key";
import { BadValue } from "../../config/values";

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 1024 });
const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();

/** A key file in Google's form, with the fields that a test wants otherwise. */
function keyFile(otherwise: Record<string, unknown> = {}): string {
    const file = {
        type: "service_account",
        project_id: "my-project",
        private_key_id: "0123",
        private_key: pem,
        client_email: "dbt@my-project.iam.gserviceaccount.com",
    };
    return JSON.stringify({ ...file, ...otherwise }, undefined, 2);
}

function refusal(text: string, project?: string): string {
    try {
        bigqueryKey(text, project);
    } catch (error) {
        expect(error).toBeInstanceOf(BadValue);
        return (error as Error).message;
    }
    throw new Error("it was taken");
}

test("takes a key of the project as it is", () => {
    expect(bigqueryKey(keyFile(), "my-project")).toBe(keyFile());
    expect(bigqueryKey(keyFile(), undefined)).toBe(keyFile());
});

test("names both projects, and both ways out, if the key is another project's", () => {
    expect(refusal(keyFile(), "other-project")).toBe(
        "the key is of the project my-project, but bigqueryProject is other-project: set bigqueryProject to my-project, or bring a key of other-project",
    );
});

test.each([
    ["a file's name", "key.json", "neither create nor none nor the JSON of a service account's key"],
    ["half a file", keyFile().slice(0, -20), "neither create nor none nor the JSON"],
    ["no object", '["service_account"]', "neither create nor none nor the JSON"],
    [
        "a person's login",
        keyFile({ type: "authorized_user" }),
        "is of the type authorized_user, where service_account is needed",
    ],
    ["no type", keyFile({ type: undefined }), "the key file has no type"],
    ["no private key", keyFile({ private_key: undefined }), "the key file has no private_key"],
    [
        "empty fields",
        keyFile({ client_email: "", project_id: 7 }),
        "the key file has no client_email and no project_id",
    ],
    ["a private key that is cut off", keyFile({ private_key: pem.slice(0, 400) }), "is no PEM key"],
    ["a private key whose lines were lost", keyFile({ private_key: pem.replaceAll("\n", "\\n") }), "is no PEM key"],
    ["a public key", keyFile({ private_key: publicKey.export({ type: "spki", format: "pem" }) }), "is no PEM key"],
])("refuses %s, and shows nothing of the key", (_what, text, message) => {
    const told = refusal(text, "my-project");
    expect(told).toContain(message);
    expect(told).not.toContain(pem.split("\n")[1].slice(0, 12));
    expect(told).not.toContain("BEGIN");
});
