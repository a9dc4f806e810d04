import type * as pulumi from "@pulumi/pulumi";
import { settled } from "../../tools/mocked/registered";
import { certificate } from "../support/certificate";
import { errorOf, read } from "../support/stack-settings";

const given = {
    issuer: "https://id.example.com/realms/data",
    clientId: "airflow",
    clientSecret: "hidden",
    roles: { admins: "Admin", "/data/analysts": "Viewer" },
};
const valuesOf = async (more: object = {}) => {
    const { singleSignOn } = await read({ singleSignOn: { ...given, ...more } }, ["singleSignOn"]);
    return { ...singleSignOn, ...(await settled(singleSignOn?.settings as pulumi.Output<string>)) };
};
const refused = (more: object) => errorOf({ singleSignOn: { ...given, ...more } }, ["singleSignOn"]);

describe("single sign-on", () => {
    test("is off by default", async () => {
        expect((await read()).singleSignOn).toBeUndefined();
    });

    test("is a secret, with its defaults", async () => {
        const { value, secret, caCertificate } = await valuesOf();
        expect(secret).toBe(true);
        expect(JSON.parse(value)).toEqual({
            ...given,
            name: "openid",
            scopes: "openid email profile",
            rolesClaim: "groups",
        });
        expect(caCertificate).toBeUndefined();
    });

    test("takes all that differs, and the certificate as a file of its own", async () => {
        const others = { name: "keycloak", scopes: "openid roles", rolesClaim: "https://example.com/roles" };
        const { value, caCertificate } = await valuesOf({
            ...others,
            defaultRole: "Viewer",
            caCertificate: certificate,
        });
        expect(JSON.parse(value)).toEqual({ ...given, ...others, defaultRole: "Viewer" });
        expect(caCertificate).toBe(certificate);
    });

    test("needs no roles if all get the default one", async () => {
        const { value } = await valuesOf({ roles: undefined, defaultRole: "Analyst" });
        expect(JSON.parse(value)).toMatchObject({ roles: {}, defaultRole: "Analyst" });
    });

    test.each([
        [{ issuer: undefined }, "issuer is missing", "--path 'singleSignOn.issuer' <value>"],
        [{ clientSecret: undefined }, "clientSecret is missing", "--secret --path singleSignOn.clientSecret"],
        [{ issuer: "http://id.example.com" }, "issuer: it must be the address", "--path 'singleSignOn.issuer' <value>"],
        [{ issuer: "id.example.com" }, "issuer: it must be the address", "singleSignOn.issuer"],
        [{ issuer: "https://a:hidden@id.example.com" }, "issuer: it must be the address", "singleSignOn.issuer"],
        [{ issuer: "https://id.example.com/?a=b" }, "issuer: it must be the address", "singleSignOn.issuer"],
        [{ clientId: 17 }, "clientId: it must be a text", "pulumi config set --type string --path"],
        [{ clientSecret: " " }, "clientSecret: it must be a text", "--secret --path singleSignOn.clientSecret"],
        [{ name: "my login" }, "name: use letters, digits and -", "singleSignOn.name"],
        [{ scopes: "email profile" }, "scopes: openid must be among them", "singleSignOn.scopes"],
        [{ caCertificate: "PEM" }, "caCertificate: the value is no certificate", "singleSignOn.caCertificate < ca.pem"],
        [
            { client_id: "x" },
            "it has no field client_id; the closest is clientId",
            `rm --path 'singleSignOn["client_id"]'`,
        ],
        [{ roles: {} }, "nobody would get in", `--path 'singleSignOn.roles["<group>"]' Viewer`],
        [{ roles: "Admin" }, "roles must be an object", `singleSignOn.roles["<group>"]`],
        [{ roles: { admins: "admin" } }, `roles["admins"]: case counts, write Admin`, `singleSignOn.roles["<group>"]`],
        [{ roles: { admins: ["Admin"] } }, `roles["admins"]: it must be a text`, `singleSignOn.roles["<group>"]`],
        [{ defaultRole: "viewer" }, "defaultRole: case counts, write Viewer", "singleSignOn.defaultRole"],
    ])("%j is refused", async (more, wrong, fix) => {
        const message = await refused(more);
        expect(message).toContain(`singleSignOn: ${wrong}`);
        expect(message).toContain(fix);
        expect(message).not.toContain("hidden");
    });

    test("says all that is wrong at once", async () => {
        const message = await refused({ issuer: "http://id.example.com", clientId: "", name: "?" });
        for (const field of ["issuer", "clientId", "name"]) {
            expect(message).toContain(`singleSignOn: ${field}: `);
        }
    });

    test("is refused with its secret in plain text", async () => {
        const message = await errorOf({ singleSignOn: given });
        expect(message).toContain("singleSignOn: clientSecret is in plain text");
        expect(message).toContain("pulumi config set --secret --path singleSignOn.clientSecret");
        expect(message).not.toContain("hidden");
    });

    test("is refused beside another file for Flask AppBuilder", async () => {
        const variables = { AIRFLOW__FAB__CONFIG_FILE: "/opt/airflow/plugins/mine.py" };
        expect(await errorOf({ singleSignOn: given, variables }, ["singleSignOn"])).toContain(
            "variables: AIRFLOW__FAB__CONFIG_FILE is set by the setting singleSignOn",
        );
        expect((await read({ variables })).singleSignOn).toBeUndefined();
    });
});
