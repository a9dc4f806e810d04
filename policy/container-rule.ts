import { type ContainerArgs } from "@pulumi/docker/container";
import { type ResourceValidationPolicy } from "@pulumi/policy";
import { type Unwrap } from "@pulumi/pulumi";
import { plain } from "./given";

/** Something that breaks a rule. Never with a value in it: it may be a secret. */
export interface Violation {
    /** What is wrong with the resource, as the end of a sentence that its name begins. */
    wrong: string;
    /** How to mend it. */
    mend: string;
}

/** A container's inputs; what is not known yet is undefined. */
export type Container = Unwrap<ContainerArgs>;

/** The type of every container's resource. */
export const containerType = "docker:index/container:Container";

/** A rule that every container has to keep; `check` tells what breaks it. */
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

/** What a person reads of a violation. */
export function message(resource: string, { wrong, mend }: Violation): string {
    return `${resource} ${wrong}. ${mend}.`;
}
