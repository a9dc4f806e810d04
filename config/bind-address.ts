import { BlockList, isIPv6 } from "node:net";
import { networkInterfaces } from "node:os";
import * as pulumi from "@pulumi/pulumi";
import { type MetadataDatabaseChoice } from "../components/data/choices";
import { isEverywhere } from "../components/docker/loopback";
import { type SettingsReader } from "./reader";

/** The engine that publishes ports. */
interface Published {
    /** The setting `dockerHost`. */
    address: string | undefined;
    /** Whether the engine is another machine's. */
    remote: boolean;
}

/** Refuses addresses for published ports that this machine does not have. */
export function refuseForeignAddresses(
    reader: SettingsReader,
    { docker, metadata }: { docker: Published & { bindAddress: string }; metadata: MetadataDatabaseChoice },
): void {
    refuseForeignAddress(reader, "bindAddress", docker.bindAddress, docker);
    if (metadata.kind === "embedded") {
        refuseForeignAddress(reader, "postgresBindAddress", metadata.bindAddress, docker);
    }
}

/** Refuses an address that this machine does not have. Docker would find that out only after it has removed the old container. */
function refuseForeignAddress(
    reader: SettingsReader,
    setting: "bindAddress" | "postgresBindAddress",
    bindAddress: string | undefined,
    { address, remote }: Published,
): void {
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
    if (!isEverywhere(bindAddress) && !own.check(plain, family(plain))) {
        const others = addresses.filter((each) => !each.internal && each.family === "IPv4").map((each) => each.address);
        reader.refuse(
            setting,
            `this machine does not have the address ${bindAddress}${others.length > 0 ? `; it has ${others.join(", ")}` : ""}`,
            `pulumi config set ${setting} <value>`,
        );
    }
}

function family(address: string): "ipv4" | "ipv6" {
    return isIPv6(address) ? "ipv6" : "ipv4";
}
