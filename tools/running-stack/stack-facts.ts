/** What another process needs to use the stack. */
export interface StackFacts {
    name: string;
    suffix: string;
    folder: string;
    pulumi: string;
    environment: Record<string, string>;
    ports: { apiserverPort: number; dbtDocsPort: number; postgresPort: number };
    /** Whether the reverse proxy publishes its web servers, with a certificate of the stack's own authority. */
    tls: boolean;
    elsewhere?: Elsewhere;
    /** Address of this machine on which its web servers are published. Default: the loopback's, or that of the other machine. */
    address?: string;
}

/** Scheme and address of its web servers, without a port. */
export function originOf({ tls, elsewhere, address = elsewhere?.address ?? "127.0.0.1" }: StackFacts): string {
    return `${tls ? "https" : "http"}://${address}`;
}

/** Another machine on which a stack's containers run. */
export interface Elsewhere {
    /** The setting `dockerHost`. */
    dockerHost: string;
    /** The machine's address. */
    address: string;
}
