import * as pulumi from "@pulumi/pulumi";

/** 43 characters of base64, the last of which carries two bits too many. */
const fernetCharacters = `-_${"A".repeat(40)}B`;

/** Outputs that the real providers would compute, by the type of the resource. */
export const computedOutputs: Record<string, (name: string) => Record<string, unknown>> = {
    "gcp:serviceaccount/account:Account": (name) => ({
        name: `account ${name}`,
        email: `${name}@example.com`,
        member: `serviceAccount:${name}@example.com`,
    }),
    "gcp:serviceaccount/key:Key": (name) => ({
        privateKey: pulumi.secret(Buffer.from(`{"key": "${name}"}`).toString("base64")),
    }),
    "docker:index/remoteImage:RemoteImage": (name) => ({ imageId: `sha256:${name}` }),
    "docker:index/registryImage:RegistryImage": (name) => ({ sha256Digest: `sha256:digest-of-${name}` }),
    "random:index/randomPassword:RandomPassword": (name) => ({
        result: pulumi.secret(name === "fernet-key" ? fernetCharacters : `generated-${name}`),
    }),
    "tls:index/privateKey:PrivateKey": (name) => ({
        privateKeyOpenssh: pulumi.secret(`private ${name}\n`),
        publicKeyOpenssh: `ssh-rsa ${name}\n`,
        privateKeyPem: pulumi.secret(`private PEM ${name}\n`),
    }),
    "tls:index/selfSignedCert:SelfSignedCert": (name) => ({ certPem: `certificate ${name}\n` }),
    "tls:index/certRequest:CertRequest": (name) => ({ certRequestPem: `request ${name}\n` }),
    "tls:index/locallySignedCert:LocallySignedCert": (name) => ({ certPem: `certificate ${name}\n` }),
};
