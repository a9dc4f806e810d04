/** Stands in for the plugin `tls` where the official one cannot be had. */
import { serve } from "../server";
import { certRequest } from "./cert-request";
import { locallySignedCert } from "./locally-signed-cert";
import { privateKey } from "./private-key";
import { selfSignedCert } from "./self-signed-cert";

declare const VERSION: string;

serve({
    name: "tls",
    version: VERSION,
    resources: {
        "tls:index/privateKey:PrivateKey": privateKey,
        "tls:index/certRequest:CertRequest": certRequest,
        "tls:index/selfSignedCert:SelfSignedCert": selfSignedCert,
        "tls:index/locallySignedCert:LocallySignedCert": locallySignedCert,
    },
});
