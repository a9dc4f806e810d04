import { isLoopback } from "../docker/loopback";
import { CertificateAuthority } from "./certificate-authority";

/** What decides whether a stack needs a certificate authority of its own. */
export interface ChosenAuthorityArgs {
    /** Where the certificate of the UI and the dbt docs comes from. Undefined: there is none. */
    tls: { kind: string } | undefined;
    /** Airflow's database. An embedded server that others than the Docker host reach has a certificate. */
    metadata: { kind: string; bindAddress?: string };
    generations: { certificateAuthority: number };
}

/** The stack's own certificate authority; undefined where no server needs a certificate from it. */
export function chosenAuthority(name: string, args: ChosenAuthorityArgs): CertificateAuthority | undefined {
    const { tls, metadata, generations } = args;
    const isPostgresOpen = metadata.kind === "embedded" && !isLoopback(metadata.bindAddress ?? "127.0.0.1");
    return tls?.kind === "own-ca" || isPostgresOpen
        ? new CertificateAuthority(name, { generation: generations.certificateAuthority })
        : undefined;
}
