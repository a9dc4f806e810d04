import { type ImageRegistry } from "../components/docker/image-registry";
import { type SettingsReader } from "./reader";
import { BadValue } from "./values";

const bring = "pulumi config set --secret imageRegistryPassword";

/** The registry by which other machines get the images; undefined: each machine builds them. */
export function readImageRegistry(reader: SettingsReader): ImageRegistry | undefined {
    const address = reader.optional("imageRegistry", registryAddress);
    const user = reader.optional("imageRegistryUser", registryUser);
    const password = reader.secret("imageRegistryPassword", (text) => text);
    if (user !== undefined && password === undefined) {
        reader.refuse("imageRegistryPassword", "it is missing, and imageRegistryUser is set", bring);
    }
    if (user === undefined && password !== undefined) {
        reader.refuse(
            "imageRegistryUser",
            "it is missing, and imageRegistryPassword is set",
            "pulumi config set imageRegistryUser <name>",
        );
    }
    if (address === undefined) {
        return undefined;
    }
    return { address, login: user === undefined || password === undefined ? undefined : { user, password } };
}

const example = "registry.example.com/team/airflow-dbt";

/** https://github.com/distribution/reference/blob/main/reference.go; Docker takes a first part without dot and port for a user of Docker Hub. */
function registryAddress(text: string): string {
    if (/^[a-z]+:\/\//i.test(text)) {
        throw new BadValue(`"${text}" has a scheme: write it without ${text.split("//")[0]}//, for example ${example}`);
    }
    if (/@|:[^/]*$/.test(text.replace(/^[^/]+/, ""))) {
        throw new BadValue(`"${text}" has a tag or a digest: each image gets its own, write for example ${example}`);
    }
    if (/[A-Z]/.test(text)) {
        throw new BadValue(`"${text}" has upper-case letters: write ${text.toLowerCase()}`);
    }
    if (!/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*$/.test(text)) {
        throw new BadValue(`"${text}" is no place in a registry: write for example ${example}`);
    }
    const [host] = text.split("/");
    if (!/[.:]/.test(host) && host !== "localhost") {
        throw new BadValue(`"${host}" is no host of a registry: write its whole name, for example ${example}`);
    }
    if (/^(index\.)?docker\.io$/.test(host)) {
        throw new BadValue(`images cannot be pulled from ${host} with a login: write registry-1.docker.io/<user>`);
    }
    return text;
}

/** Basic authentication ends the name at the first colon. */
function registryUser(text: string): string {
    if (/[\s:\p{Cc}]/u.test(text)) {
        throw new BadValue(`"${text}" is no user of a registry: it has a blank or a colon`);
    }
    return text;
}
