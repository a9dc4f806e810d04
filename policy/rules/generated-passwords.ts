import { type ResourceValidationPolicy, type ResourceValidationArgs } from "@pulumi/policy";
import { type Container, containerType, message, type Violation } from "../container-rule";
import { plain } from "../given";
import { setting } from "../stack-config";

const randomPasswordType = "random:index/randomPassword:RandomPassword";
const roleType = "postgresql:index/role:Role";

/** What a generated password has at least; those of the program have 32 or more. */
const leastGenerated = 24;

/** What a password that somebody chose has at least. */
const leastChosen = 12;

/** The first that anybody tries. */
const wellKnown =
    /^(admin|airflow|analytics|changeme|dbt|letmein|passw[o0]rd|postgres|qwerty|root|secret|welcome)[\d!@#$._-]*$/i;

/** A stack that others rely on; on a throw-away one, `airflow` may be the password. */
export const generatedPasswords: ResourceValidationPolicy = {
    name: "generated-passwords",
    description: "On prod, passwords are generated, or as hard to guess.",
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
    return length !== undefined && length >= leastGenerated
        ? []
        : [
              {
                  wrong: `generates a password of ${length ?? "an unknown number of"} characters`,
                  mend: `Give it a length of ${leastGenerated} or more`,
              },
          ];
}

/** A password that is not known yet is one that is generated. */
function chosen(what: string, password: string | undefined, settings: string): Violation[] {
    if (password === undefined || (password.length >= leastChosen && !wellKnown.test(password))) {
        return [];
    }
    const wrong = `is given a password that is easily guessed: ${what} is well known or shorter than ${leastChosen} characters`;
    return [
        {
            wrong,
            mend: `Let it be generated (pulumi config rm ${settings}), or choose another one (pulumi config set --secret ${settings})`,
        },
    ];
}
