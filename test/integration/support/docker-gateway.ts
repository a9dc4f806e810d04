import { output } from "../../../tools/running-stack/run";

/**
 * Address at which containers reach this machine. Engines before 23 name only the subnet once they were started again; the gateway is
 * then its first address.
 */
export async function gatewayOfDefaultNetwork(): Promise<string> {
    const format = "{{with index .IPAM.Config 0}}{{or .Gateway .Subnet}}{{end}}";
    const found = await output("docker", ["network", "inspect", "bridge", "--format", format]);
    return found.replace(/\.0\/\d+$/, ".1");
}
