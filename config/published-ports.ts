import { type MetadataDatabaseChoice } from "../components/data/choices";
import { type SettingsReader } from "./reader";
import { type TlsSettings } from "./tls";

/** The settings that hold a port of the Docker host. */
interface PublishedPorts {
    apiserverPort: number;
    dbtDocsPort: number;
    tls: TlsSettings | undefined;
    metadata: MetadataDatabaseChoice;
}

/** Refuses a port that two settings have. */
export function refuseSamePorts(reader: SettingsReader, settings: PublishedPorts): void {
    const seen = new Map<number, string>();
    for (const [setting, port] of publishedPorts(settings)) {
        const other = seen.get(port);
        if (other !== undefined) {
            reader.refuse(setting, `port ${port} is ${other}'s as well`, `pulumi config set ${setting} ${port + 1}`);
        }
        seen.set(port, setting);
    }
}

/** The ports that the stack publishes on the Docker host, by setting. */
export function publishedPorts({
    apiserverPort,
    dbtDocsPort,
    tls,
    metadata,
}: PublishedPorts): [setting: string, port: number][] {
    return [
        ["apiserverPort", apiserverPort],
        ["dbtDocsPort", dbtDocsPort],
        ...(tls?.kind === "acme" ? ([["acmePort", tls.port]] as [string, number][]) : []),
        ...(metadata.kind === "embedded" ? ([["postgresPort", metadata.port]] as [string, number][]) : []),
    ];
}
