import * as pulumi from "@pulumi/pulumi";
import { FernetKey } from "../../../components/secrets/fernet-key";
import { only, registered, settled } from "../../registered";

describe("FernetKey", () => {
    test("is 32 random bytes in URL-safe base64, and secret", async () => {
        const { resources, result } = await registered(() => new FernetKey("fernet-key", {}));
        const bytes = only(resources, "random:index/randomBytes:RandomBytes", "fernet-key");
        expect(bytes.inputs).toEqual({ length: 32 });
        expect(bytes.parent).toBe("fernet-key");
        expect(bytes.additionalSecretOutputs).toEqual(expect.arrayContaining(["base64", "hex"]));
        const key = await settled(result.key);
        expect(key).toEqual({ value: "-_-_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", secret: true });
        expect(key.value).toHaveLength(44);
    });

    test("keeps an existing key, as a secret, and generates nothing", async () => {
        const { resources, result } = await registered(() => new FernetKey("fernet-key", { existing: pulumi.output("old") }));
        expect(resources.map(resource => resource.type)).toEqual(["airflow-dbt:secrets:FernetKey"]);
        expect(await settled(result.key)).toEqual({ value: "old", secret: true });
    });
});
