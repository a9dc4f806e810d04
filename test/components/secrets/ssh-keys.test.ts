import { SshKeys } from "../../../components/secrets/ssh-keys";
import { only, registered, settled } from "../../../tools/mocked/registered";

describe("SshKeys", () => {
    test("makes one RSA pair for the host and another for the client", async () => {
        const { resources } = await registered(() => new SshKeys("ssh-keys", { generation: 3 }));
        for (const name of ["ssh-keys-host", "ssh-keys-client"]) {
            const key = only(resources, "tls:index/privateKey:PrivateKey", name);
            expect(key.inputs).toEqual({ algorithm: "RSA", rsaBits: 3072 });
            expect(key.parent).toBe("ssh-keys");
            expect(key.replacementTrigger).toBe(3);
        }
    });

    test("gives the private halves as secrets and the public halves as one line each", async () => {
        const { result: keys } = await registered(() => new SshKeys("ssh-keys", { generation: 3 }));
        expect(await settled(keys.hostPrivateKey)).toEqual({ value: "private ssh-keys-host\n", secret: true });
        expect(await settled(keys.clientPrivateKey)).toEqual({ value: "private ssh-keys-client\n", secret: true });
        expect(await settled(keys.hostPublicKey)).toEqual({ value: "ssh-rsa ssh-keys-host", secret: false });
        expect(await settled(keys.clientPublicKey)).toEqual({ value: "ssh-rsa ssh-keys-client", secret: false });
    });
});
