import type * as pulumi from "@pulumi/pulumi";
import { PrivateKey } from "@pulumi/tls/privateKey";

/**
 * The key of a certificate: ECDSA on P-256, which every browser takes. It is kept encrypted in the stack's state.
 *
 * @param generation a higher number than before makes a new key at the next update
 */
export function tlsKey(name: string, generation: number, parent: pulumi.Resource): PrivateKey {
    const curve = { algorithm: "ECDSA", ecdsaCurve: "P256" };
    return new PrivateKey(name, curve, { parent, replacementTrigger: generation });
}
