import { type ContainerArgs } from "@pulumi/docker/container";
import { type ResourceValidationPolicy } from "@pulumi/policy";
import { type Unwrap } from "@pulumi/pulumi";
import { plain } from "./given";

/** A violation of a rule. It never quotes a value, which may be a secret. */
export interface Violation {
    /** What is wrong with the resource: the rest of a sentence that starts with its name. */
    wrong: string;
    /** How to fix it: a sentence without its full stop. */
    fix: string;
}

/** A container's inputs. Values that are not known yet are undefined. */
export type Container = Unwrap<ContainerArgs>;

/** The resource type of containers. */
export const containerType = "docker:index/container:Container";

/** A rule for every container; `check` returns the violations. */
export function containerRule(
    name: string,
    description: string,
    check: (container: Container) => Violation[],
): ResourceValidationPolicy {
    return {
        name,
        description,
        enforcementLevel: "mandatory",
        validateResource: (args, report) => {
            if (args.type === containerType) {
                check(plain(args.props) as Container).forEach((violation) => report(message(args.name, violation)));
            }
        },
    };
}

/** The text of a violation. */
export function message(resource: string, { wrong, fix }: Violation): string {
    return `${resource} ${wrong}. ${fix}.`;
}
