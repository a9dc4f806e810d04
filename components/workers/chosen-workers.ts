import type * as pulumi from "@pulumi/pulumi";
import { type CertificateAuthority } from "../secrets/certificate-authority";
import { Workers, type WorkersArgs } from "./workers";

/** What the workers are, and what decides whom they trust. */
export interface ChosenWorkersArgs extends Omit<WorkersArgs, "caCertificate" | "after"> {
    /** Where the API server's certificate comes from. Undefined: it has none. */
    tls: { kind: string; certificate?: string } | undefined;
    /** Signs that certificate, if the stack's own authority does. */
    authority: CertificateAuthority | undefined;
    /** The reverse proxy, through which other machines reach the API server. */
    proxy: pulumi.Resource | undefined;
}

/** The workers of a stack; none if all tasks run in the scheduler. */
export function chosenWorkers(name: string, args: ChosenWorkersArgs): Workers[] {
    const { tls, authority, proxy } = args;
    if (args.workers.length === 0) {
        return [];
    }
    // A certificate of the user's may be signed by an authority that only their machines know.
    const caCertificate = tls?.kind === "own-ca" ? authority?.certificate : tls?.certificate;
    return [new Workers(name, { ...args, caCertificate, after: proxy ? [proxy] : [] })];
}
