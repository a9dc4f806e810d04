import { isIPv4, isIPv6 } from "node:net";
import { type ResourceValidationPolicy } from "@pulumi/policy";
import { type Container, containerType, message, type Violation } from "../container-rule";
import { plain } from "../given";
import { setting } from "../stack-config";

/** The components with the addresses to bind to, and the settings that these come from. They are registered before their containers. */
const bound: Record<string, string> = {
    "airflow-dbt:docker:DockerHost": "bindAddress",
    "airflow-dbt:data:PostgresServer": "postgresBindAddress",
};

/** Addresses by setting. */
const addressesOfComponents: Record<string, string> = {};

/** Docker bypasses the firewall of its host: a port that is published on all interfaces is open to the network. */
export const noOpenPort: ResourceValidationPolicy = {
    name: "no-open-port",
    description:
        "Ports are published on 127.0.0.1 or on the addresses in the settings bindAddress and postgresBindAddress.",
    enforcementLevel: "mandatory",
    validateResource: (args, report) => {
        if (args.type in bound) {
            addressesOfComponents[bound[args.type]] = (plain(args.props) as { bindAddress: string }).bindAddress;
        }
        if (args.type === containerType) {
            const allowed = Object.values(bound).map((name) => setting(name) ?? addressesOfComponents[name]);
            check(plain(args.props) as Container, allowed).forEach((violation) =>
                report(message(args.name, violation)),
            );
        }
    },
};

function check({ ports, publishAllPorts }: Container, allowed: (string | undefined)[]): Violation[] {
    const open = (ports ?? []).filter(({ ip }) => !(ip !== undefined && (isLoopback(ip) || allowed.includes(ip))));
    const violations = open.map(({ internal, external, ip }) => ({
        wrong: `publishes its port ${internal} as ${external ?? "a random port"} on ${ip || "0.0.0.0 (no address is set)"}`,
        fix: ip
            ? `To open it to the network: pulumi config set bindAddress ${ip}; otherwise publish it on the DockerHost's bindAddress`
            : "Publish it on the DockerHost's bindAddress",
    }));
    return publishAllPorts === true
        ? [
              ...violations,
              {
                  wrong: "publishes all its ports on 0.0.0.0 (publishAllPorts)",
                  fix: "List the ports, each with the DockerHost's bindAddress",
              },
          ]
        : violations;
}

function isLoopback(address: string): boolean {
    return (isIPv4(address) && address.startsWith("127.")) || (isIPv6(address) && address === "::1");
}
