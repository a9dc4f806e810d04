import { type ResourceValidationPolicy } from "@pulumi/policy";
import { type Container, containerType, message, type Violation } from "../container-rule";
import { plain, secretInputs } from "../given";

const inFile =
    "Give it to the container as one of its files (the `files` of Service and Job, components/container/conventions.ts)";
const inSettings = "If it comes from the setting variables: pulumi config set --secret --path variables.<NAME>";

/** Names that promise a secret, as whole words between underscores: FERNET_KEY is one, KEYBOARD is none. */
const telling =
    /(^|_)(PASS|PASSWD|PASSWORDS?|PASSPHRASE|PWD|SECRETS?|TOKENS?|(API|ACCESS|FERNET|PRIVATE|SECRET)?KEYS?|CREDENTIALS?)(_|$)/i;

/** Values that cannot be one: none, a path, a command that prints it, yes or no. */
const harmlessName = /_CMD$/;
const harmlessValue = /^(|\/[\w./-]*|true|false)$/i;

/** Values that hold one, whatever the name: a URI with a password, a private key, JSON with a password or key in it. */
const secretValue =
    /:\/\/[^\s/?#@:]*:[^\s/?#@]+@|[?&](password|secret|token)=[^&]|-----BEGIN [A-Z ]*PRIVATE KEY|"(password|private_key|secret|token)"\s*:/i;

/** Inputs that `docker inspect` shows, other than the environment. */
const shown = ["command", "entrypoints", "healthcheck", "hostname", "labels", "name", "ports", "sysctls", "volumes"];

/**
 * `docker inspect` and `/proc` show a container's environment and command line. Whether an input is a secret is only told to a rule that may
 * change resources ("remediate"); this one changes none, and what it finds is refused as with "mandatory".
 */
export const noSecretInEnvironment: ResourceValidationPolicy = noted(
    "no-secret-in-environment",
    "No secret is in an environment variable or on a command line; secrets are files.",
    (container, secrets) => [
        ...(secrets.includes("envs")
            ? [{ wrong: `has a secret in its environment, in one of ${names(container).join(", ")}`, mend: inFile }]
            : []),
        ...secrets
            .filter((input) => shown.includes(input))
            .map((input) => ({ wrong: `has a secret in its ${input}`, mend: inFile })),
        ...variables(container),
    ],
);

function variables({ envs }: Container): Violation[] {
    return (envs ?? []).flatMap((variable: string | undefined) => {
        if (variable === undefined) {
            const wrong =
                "has an environment variable whose value is only known after the update, so that nobody can tell whether it is a secret";
            return [
                {
                    wrong,
                    mend: `If it is one: ${inFile.replace("Give", "give")}. If not, make it of values that are known beforehand`,
                },
            ];
        }
        const [name, value] = [variable.split("=", 1)[0], variable.slice(variable.indexOf("=") + 1)];
        const byName = telling.test(name) && !harmlessName.test(name) && !harmlessValue.test(value);
        if (!byName && !secretValue.test(value)) {
            return [];
        }
        const why = byName ? "whose name says that it is a secret" : "with a password or key in it";
        return [
            {
                wrong: `has the environment variable ${name}, ${why}`,
                mend: `${inFile}. ${inSettings.replace("<NAME>", name)}`,
            },
        ];
    });
}

function names({ envs }: Container): string[] {
    return (envs ?? []).map(
        (variable: string | undefined) => variable?.split("=", 1)[0] ?? "one that is not known yet",
    );
}

/** A rule about containers that is told which of their inputs hold a secret. */
function noted(
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
                        `${name} has to run as "remediate", or it cannot see what is a secret: take it out of the policy pack's config`,
                    );
                }
                check(plain(args.props) as Container, secrets).forEach((violation) =>
                    report(message(args.name, violation)),
                );
            }
        },
    };
}
