import { type ResourceValidationPolicy, type ResourceValidationArgs } from "@pulumi/policy";
import { type Container, containerType, message, type Violation } from "../container-rule";
import { plain } from "../given";
import { setting } from "../stack-config";

const randomPasswordType = "random:index/randomPassword:RandomPassword";
const roleType = "postgresql:index/role:Role";

/** Minimum length of a generated password; those of the program have 32 characters or more. */
const minGenerated = 24;

/** Minimum length of a password that a person chose. */
const minChosen = 12;

/** The passwords that attackers try first. */
const wellKnown =
    /^(admin|airflow|analytics|changeme|dbt|letmein|passw[o0]rd|postgres|qwerty|root|secret|welcome)[\d!@#$._-]*$/i;

/** Applies to production stacks. On a local one, the password may be `airflow`. */
export const generatedPasswords: ResourceValidationPolicy = {
    name: "generated-passwords",
    description: "On prod, passwords are generated, or equally hard to guess.",
    enforcementLevel: "mandatory",
    validateResource: (args, report) => {
        if (isProd(args.urn)) {
            check(args).forEach((violation) => report(message(args.name, violation)));
        }
    },
};

/** `urn:pulumi:<stack>::<project>::…` */
function isProd(urn: string): boolean {
    return urn.split(":")[2] === "prod" || setting("dbtTarget") === "prod";
}

function check({ type, props }: ResourceValidationArgs): Violation[] {
    const inputs = plain(props) as Record<string, unknown>;
    switch (type) {
        case randomPasswordType:
            return generated(inputs);
        case roleType:
            return chosen(
                "the role's password",
                inputs.password as string | undefined,
                "metaDatabasePassword or analyticsPassword",
            );
        case containerType:
            return ((inputs as unknown as Container).uploads ?? [])
                .filter(({ file }) => /password$/.test(file))
                .flatMap(({ file, content }) => chosen(`the password in ${file}`, content, "adminPassword"));
        default:
            return [];
    }
}

function generated({ length }: { length?: number }): Violation[] {
    return length !== undefined && length >= minGenerated
        ? []
        : [
              {
                  wrong: `generates a password of ${length ?? "an unknown number of"} characters`,
                  fix: `Set its length to ${minGenerated} or more`,
              },
          ];
}

/** A password that is not known yet is a generated one. */
function chosen(what: string, password: string | undefined, settings: string): Violation[] {
    if (password === undefined || (password.length >= minChosen && !wellKnown.test(password))) {
        return [];
    }
    const wrong = `has a password that is easy to guess: ${what} is well known or shorter than ${minChosen} characters`;
    return [
        {
            wrong,
            fix: `Have it generated (pulumi config rm ${settings}), or set another one (pulumi config set --secret ${settings})`,
        },
    ];
}
