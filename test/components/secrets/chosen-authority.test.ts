import { chosenAuthority } from "../../../components/secrets/chosen-authority";
import { registered } from "../../../tools/mocked/registered";

const generations = { certificateAuthority: 1 };
const embedded = (bindAddress: string) => ({ kind: "embedded", bindAddress });

test.each([
    ["plain HTTP and a server on loopback", undefined, embedded("127.0.0.1"), false],
    ["a certificate of one's own", { kind: "certificate" }, embedded("::1"), false],
    ["an existing server", undefined, { kind: "managed" }, false],
    ["its own authority for the UI", { kind: "own-ca" }, { kind: "managed" }, true],
    ["an embedded server that others reach", { kind: "acme" }, embedded("0.0.0.0"), true],
])("a stack with %s: %#", async (_, tls, metadata, expected) => {
    const { result } = await registered(() => chosenAuthority("ca", { tls, metadata, generations }));
    expect(result !== undefined).toBe(expected);
});
