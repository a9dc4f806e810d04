import * as pulumi from "@pulumi/pulumi";
import { FernetKey } from "../../../components/secrets/fernet-key";
import { only, registered, settled } from "../../../tools/mocked/registered";

describe("FernetKey", () => {
    test("is 32 random bytes in URL-safe base64, and secret", async () => {
        const { resources, result } = await registered(() => new FernetKey("fernet-key", { generation: 1 }));
        const password = only(resources, "random:index/randomPassword:RandomPassword", "fernet-key");
        expect(password.inputs).toEqual({ length: 43, overrideSpecial: "-_" });
        expect(password.parent).toBe("fernet-key");
        expect(password.replacementTrigger).toBe(1);
        const key = await settled(result.key);
        expect(key).toEqual({ value: `-_${"A".repeat(41)}=`, secret: true });
        expect(Buffer.from(key.value, "base64url")).toHaveLength(32);
    });

    test("does not come from a resource whose id would show it in the state", async () => {
        const { resources } = await registered(() => new FernetKey("fernet-key", { generation: 1 }));
        expect(resources.map((resource) => resource.type)).not.toContain("random:index/randomBytes:RandomBytes");
    });

    test("keeps an existing key, as a secret, and generates nothing", async () => {
        const { resources, result } = await registered(
            () => new FernetKey("fernet-key", { existing: pulumi.output("old"), generation: 2 }),
        );
        expect(resources.map((resource) => resource.type)).toEqual(["airflow-dbt:secrets:FernetKey"]);
        expect(await settled(result.key)).toEqual({ value: "old", secret: true });
    });
});
