import * as pulumi from "@pulumi/pulumi";

/**
 * Environment variables as a file, for those that are secret: what Docker hands to a container's environment, `docker inspect`
 * shows. `NAME=value` lines, sorted; a value goes on to the end of its line. The images add them to the processes that they start.
 */
export function environmentFile(environment: Record<string, pulumi.Input<string | number>>): pulumi.Output<string> {
    return pulumi.secret(
        pulumi.all(environment).apply((variables) =>
            Object.entries(variables)
                .sort(([one], [other]) => (one < other ? -1 : 1))
                .map(([name, value]) => `${name}=${value}\n`)
                .join(""),
        ),
    );
}
