import { bigqueryKey } from "../../config/bigquery-key";
import { BadValue } from "../../config/values";
import { keyFile, pem } from "../support/key-file";

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
    ["a private key that is cut off", keyFile({ private_key: pem.private.slice(0, 400) }), "is no PEM key"],
    [
        "a private key whose lines were lost",
        keyFile({ private_key: pem.private.replaceAll("\n", "\\n") }),
        "is no PEM key",
    ],
    ["a public key", keyFile({ private_key: pem.public }), "is no PEM key"],
])("refuses %s, and shows nothing of the key", (_what, text, message) => {
    const told = refusal(text, "my-project");
    expect(told).toContain(message);
    expect(told).not.toContain(pem.private.split("\n")[1].slice(0, 12));
    expect(told).not.toContain("BEGIN");
});
