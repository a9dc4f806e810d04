import { BlockList, isIPv6 } from "node:net";
import { networkInterfaces } from "node:os";
import * as pulumi from "@pulumi/pulumi";
import { type MetadataDatabaseChoice } from "../components/data/choices";
import { type SettingsReader } from "./reader";

/** Where ports are published. */
interface Published {
    /** The setting `dockerHost`. */
    address: string | undefined;
    bindAddress: string;
    /** Whether the engine is another machine's. */
    remote: boolean;
}

/** Refuses an address that this machine does not have. Docker would find that out only after it has removed the old container. */
export function refuseForeignAddress(reader: SettingsReader, { address, bindAddress, remote }: Published): void {
    // A preview may run on another machine than the update; and an engine that a setting names may be behind a tunnel.
    if (remote || address !== undefined || pulumi.runtime.isDryRun() || bindAddress === undefined) {
        return;
    }
    const own = new BlockList();
    own.addSubnet("127.0.0.0", 8, "ipv4");
    const addresses = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
    for (const each of addresses) {
        own.addAddress(each.address.split("%")[0], family(each.address));
    }
    const [plain] = bindAddress.split("%");
    if (!["0.0.0.0", "::"].includes(bindAddress) && !own.check(plain, family(plain))) {
        const others = addresses.filter((each) => !each.internal && each.family === "IPv4").map((each) => each.address);
        reader.refuse(
            "bindAddress",
            `this machine does not have the address ${bindAddress}${others.length > 0 ? `; it has ${others.join(", ")}` : ""}`,
            "pulumi config set bindAddress <value>",
        );
    }
}

/** Pulumi creates the databases on the embedded server, and so must reach the port that it publishes on the Docker host. */
export function refuseUnreachableServer(
    reader: SettingsReader,
    { address, bindAddress, remote }: Published,
    metadata: MetadataDatabaseChoice,
): void {
    if (remote && metadata.kind === "embedded" && /^(127\.|::1$)/.test(bindAddress ?? "")) {
        reader.refuse(
            "bindAddress",
            `with the embedded Postgres server on ${address ?? "the machine of DOCKER_HOST"}, nobody but that machine reaches ${bindAddress}: give its address in your network, or set metaDatabaseHost`,
            "pulumi config set bindAddress <value>",
        );
    }
}

function family(address: string): "ipv4" | "ipv6" {
    return isIPv6(address) ? "ipv6" : "ipv4";
}
