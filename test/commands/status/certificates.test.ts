import { certificateEnds } from "../../../commands/status/certificates";
import { certificate } from "../../support/certificate";

const now = new Date("2026-11-26T12:00:00Z");
const signed = (name: string, validityEndTime: string) => ({
    urn: `urn:pulumi:local::airflow-dbt::airflow-dbt:x:X$tls:index/locallySignedCert:LocallySignedCert::${name}`,
    type: "tls:index/locallySignedCert:LocallySignedCert",
    outputs: { validityEndTime, earlyRenewalHours: 1440, certPem: "…" },
});

test("tells when the certificates of the stack's own authority end, and when an update renews them", () => {
    const resources = [
        signed("proxy-tls-certificate", "2027-11-26T11:00:00Z"),
        signed("postgres-tls-certificate", "2026-11-25T12:00:00Z"),
        signed("certificate-authority-certificate", "2036-11-25T12:00:00Z"),
        { urn: "urn:pulumi:local::airflow-dbt::pulumi:pulumi:Stack::airflow-dbt-local", type: "pulumi:pulumi:Stack" },
    ];
    expect(certificateEnds({ resources }, { tls: "own-ca" }, now)).toEqual([
        { name: "UI and dbt docs", days: 364, renewal: 60 },
        { name: "Postgres", days: -1, renewal: 60 },
    ]);
});

test("tells when the user's certificate ends, if it is used", () => {
    const settings = { tls: "certificate", tlsCertificate: certificate };
    expect(certificateEnds({}, settings, now)).toEqual([{ name: "UI and dbt docs", days: 36_496, renewal: undefined }]);
    expect(certificateEnds({}, { ...settings, tls: "acme" }, now)).toEqual([]);
});
