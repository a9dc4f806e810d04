import { type Registered } from "../mocked/registered";
import { compare } from "./order";

/** Where a secret comes from. */
export interface SecretSource {
    /** Its number in the picture. */
    number: number;
    /** Name of the resource that makes it, or of the setting. */
    name: string;
    sort: "random" | "key pair" | "Google key" | "setting";
    /** What a file that holds it contains. */
    secret: string[];
    /** What a file that holds its public half contains. */
    open: string[];
}

/** A secret in a file. */
export interface SecretUse {
    number: number;
    /** Only the half that anybody may know. */
    publicHalf: boolean;
}

const sorts: Record<string, SecretSource["sort"]> = {
    "random:index/randomPassword:RandomPassword": "random",
    "tls:index/privateKey:PrivateKey": "key pair",
    "gcp:serviceaccount/key:Key": "Google key",
};

/**
 * The secrets that the program makes, and those that the settings give, in the order of their names.
 *
 * @param given secret settings and their values
 */
export function secretsOf(resources: Registered[], given: Record<string, string>): SecretSource[] {
    const made = resources
        .filter((resource) => resource.type in sorts)
        .map((resource) => {
            const answered = Object.entries(resource.outputs).filter(
                ([name, value]) => !(name in resource.inputs) && typeof value === "string",
            );
            const texts = (secret: boolean) =>
                answered
                    .filter(([name]) => resource.additionalSecretOutputs.includes(name) === secret)
                    .map(([, value]) => recognisable(plain(resource, value as string)));
            return { name: resource.name, sort: sorts[resource.type], secret: texts(true), open: texts(false) };
        });
    const settings = Object.entries(given).map(([name, value]) => ({
        name,
        sort: "setting" as const,
        secret: [recognisable(value)],
        open: [],
    }));
    return [...settings, ...made]
        .sort((one, other) => compare(one.name, other.name))
        .map((secret, index) => ({ number: index + 1, ...secret }));
}

/** Which secrets a file's content holds. The longest first, as one may be the beginning of another. */
export function usesOf(content: string, secrets: SecretSource[]): SecretUse[] {
    const texts = secrets
        .flatMap(({ number, secret, open }) => [
            ...secret.map((text) => ({ number, text, publicHalf: false })),
            ...open.map((text) => ({ number, text, publicHalf: true })),
        ])
        .sort((one, other) => other.text.length - one.text.length);
    const uses: SecretUse[] = [];
    let rest = content;
    for (const { number, text, publicHalf } of texts) {
        if (rest.includes(text)) {
            uses.push({ number, publicHalf });
            rest = rest.replaceAll(text, "");
        }
    }
    return uses.sort((one, other) => one.number - other.number);
}

/** Google's API has a key file in base64; it is used as JSON. */
function plain(resource: Registered, value: string): string {
    return sorts[resource.type] === "Google key" ? Buffer.from(value, "base64").toString() : value;
}

/** Without the line's end, which JSON writes otherwise, and without the bits that a Fernet key drops from its last character. */
function recognisable(text: string): string {
    return text.trim().slice(0, 42);
}
