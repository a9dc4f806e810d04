import { type TestStack } from "../../../tools/running-stack/test-stack";

/** A secret of the stack in plain text, and where it comes from. */
export interface SecretValue {
    of: string;
    value: string;
}

interface Deployment {
    deployment: { resources: { urn: string; type: string; outputs?: Record<string, unknown> }[] };
}

/** Outputs that are secret, by type. A private key counts by its first line of key material, since a file may wrap it differently. */
const secretOutputs: Record<string, string[]> = {
    "random:index/randomPassword:RandomPassword": ["result"],
    "tls:index/privateKey:PrivateKey": ["privateKeyOpenssh", "privateKeyPem"],
};

/** Each secret that the stack made for itself. */
export async function secretValues(stack: TestStack): Promise<SecretValue[]> {
    const exported = JSON.parse(await stack.expectPulumi(["stack", "export", "--show-secrets"])) as Deployment;
    const found = exported.deployment.resources.flatMap(({ urn, type, outputs }) =>
        (secretOutputs[type] ?? []).map((output) => ({
            of: `${urn.split("::").at(-1)}.${output}`,
            value: plain(outputs?.[output]),
        })),
    );
    if (found.length < 8 || found.some(({ value }) => value.length < 20)) {
        throw new Error(
            `The stack should have at least 8 secrets of some length, but has ${found.map(({ of }) => of).join(", ")}`,
        );
    }
    return found;
}

function plain(output: unknown): string {
    const text =
        typeof output === "object" && output !== null
            ? (JSON.parse((output as { plaintext: string }).plaintext) as string)
            : String(output);
    return text.startsWith("-----BEGIN") ? text.split("\n")[3] : text;
}
