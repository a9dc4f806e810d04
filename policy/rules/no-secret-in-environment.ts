import { type ResourceValidationPolicy } from "@pulumi/policy";
import { type Container, containerType, message, type Violation } from "../container-rule";
import { plain, secretInputs } from "../given";

const inFile = "Pass it to the container as a file (`files` of Service and Job, components/docker/conventions.ts)";
const inSettings =
    "If it comes from the setting variables or airflowVariables: pulumi config set --secret --path <setting>.<NAME>";

/** Names that suggest a secret, as whole words between underscores: FERNET_KEY matches, KEYBOARD does not. */
const telling =
    /(^|_)(PASS|PASSWD|PASSWORDS?|PASSPHRASE|PWD|SECRETS?|TOKENS?|(API|ACCESS|FERNET|PRIVATE|SECRET)?KEYS?|CREDENTIALS?)(_|$)/i;

/** Names and values that cannot be a secret: a command that prints it; an empty value, a path, true or false. */
const harmlessName = /_CMD$/;
const harmlessValue = /^(|\/[\w./-]*|true|false)$/i;

/** Values that contain a secret, whatever the name: a URI with a password, a private key, JSON with a password or key. */
const secretValue =
    /:\/\/[^\s/?#@:]*:[^\s/?#@]+@|[?&](password|secret|token)=[^&]|-----BEGIN [A-Z ]*PRIVATE KEY|"(password|private_key|secret|token)"\s*:/i;

/** Inputs besides the environment that `docker inspect` shows. */
const shown = ["command", "entrypoints", "healthcheck", "hostname", "labels", "name", "ports", "sysctls", "volumes"];

/**
 * `docker inspect` and `/proc` show a container's environment and command line. Only a rule that may change resources ("remediate") is
 * told which inputs are secret. This one changes none, and its violations fail an update as "mandatory" ones do.
 */
export const noSecretInEnvironment: ResourceValidationPolicy = withSecrets(
    "no-secret-in-environment",
    "No secret is in an environment variable or on a command line; secrets are files.",
    (container, secrets) => [
        ...(secrets.includes("envs")
            ? [{ wrong: `has a secret in its environment, in one of ${names(container).join(", ")}`, fix: inFile }]
            : []),
        ...secrets
            .filter((input) => shown.includes(input))
            .map((input) => ({ wrong: `has a secret in its ${input}`, fix: inFile })),
        ...variables(container),
    ],
);

function variables({ envs }: Container): Violation[] {
    return (envs ?? []).flatMap((variable: string | undefined) => {
        if (variable === undefined) {
            const wrong =
                "has an environment variable whose value is only known after the update, so it may be a secret";
            return [
                {
                    wrong,
                    fix: `If it is one: ${inFile.replace("Pass", "pass")}. If not, compute it from values that are known before the update`,
                },
            ];
        }
        const [name, value] = [variable.split("=", 1)[0], variable.slice(variable.indexOf("=") + 1)];
        const byName = telling.test(name) && !harmlessName.test(name) && !harmlessValue.test(value);
        if (!byName && !secretValue.test(value)) {
            return [];
        }
        const why = byName ? "whose name suggests a secret" : "which contains a password or key";
        return [
            {
                wrong: `has the environment variable ${name}, ${why}`,
                fix: `${inFile}. ${inSettings.replace("<NAME>", name)}`,
            },
        ];
    });
}

function names({ envs }: Container): string[] {
    return (envs ?? []).map(
        (variable: string | undefined) => variable?.split("=", 1)[0] ?? "a variable that is not known yet",
    );
}

/** A rule for containers that knows which of their inputs contain a secret. */
function withSecrets(
    name: string,
    description: string,
    check: (container: Container, secrets: string[]) => Violation[],
): ResourceValidationPolicy {
    const secretsOf = new Map<string, string[]>();
    return {
        name,
        description,
        enforcementLevel: "remediate",
        remediateResource: (args): undefined => {
            if (args.type === containerType) {
                secretsOf.set(args.urn, secretInputs(args.props));
            }
        },
        validateResource: (args, report) => {
            if (args.type === containerType) {
                const secrets = secretsOf.get(args.urn);
                secretsOf.delete(args.urn);
                if (!secrets) {
                    throw new Error(
                        `${name} must run as "remediate" to see which inputs are secret: remove it from the policy pack's config`,
                    );
                }
                check(plain(args.props) as Container, secrets).forEach((violation) =>
                    report(message(args.name, violation)),
                );
            }
        },
    };
}
