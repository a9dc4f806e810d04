import * as pulumi from "@pulumi/pulumi";
import { errorOf, read } from "../support/stack-settings";

const valueOf = async (failureNotice: string) => {
    const { failureNotice: read_ } = await read({ failureNotice }, ["failureNotice"]);
    expect(await pulumi.isSecret(read_ as pulumi.Output<string>)).toBe(true);
    return new Promise((resolve) => read_?.apply(resolve));
};

test.each([
    "https://hooks.example.com/services/T0/B0/x",
    "smtp://mail.example.com:25/?from=a@example.com&to=b@example.com",
    "smtps://user:word@mail.example.com/?from=a@example.com&to=b@example.com&to=c@example.com",
])("takes %s, as a secret", async (address) => {
    expect(await valueOf(address)).toBe(address);
});

test("nobody is told by default", async () => {
    expect((await read()).failureNotice).toBeUndefined();
});

test.each([
    ["hooks.example.com/hidden", "it is no address: write https://"],
    ["ftp://hidden@example.com", "it is no address"],
    ["smtp://user:hidden@mail.example.com", "the address of a mail server needs ?from=<address>&to=<address>"],
    [
        "smtp://user:hidden@mail.example.com/?from=me&to=you",
        "the address of a mail server needs ?from=<address>&to=<address>",
    ],
])("refuses %s without showing it", async (failureNotice, message) => {
    const error = await errorOf({ failureNotice }, ["failureNotice"]);
    expect(error).toContain(`failureNotice: ${message}`);
    expect(error).toContain("pulumi config set --secret failureNotice");
    expect(error).not.toContain("hidden");
});

test("refuses it in plain text", async () => {
    expect(await errorOf({ failureNotice: "https://hooks.example.com/x" })).toContain(
        "failureNotice: a secret is in plain text",
    );
});
