import type * as pulumi from "@pulumi/pulumi";

/** Environment variables by name. */
export interface Variables {
    /** Plain variables: anyone with access to Docker can see them. */
    plain: Record<string, pulumi.Input<string | number>>;
    /** Those that reach a container as a file. */
    secret: Record<string, pulumi.Input<string>>;
}

/** All of them; of two with one name, the later one. */
export function mergedVariables(one: Variables, other: Variables): Variables {
    // A plain one would win over a secret one in a container.
    const isLater = (name: string) => name in other.plain || name in other.secret;
    return {
        plain: { ...without(one.plain, isLater), ...other.plain },
        secret: { ...without(one.secret, isLater), ...other.secret },
    };
}

/** All but those with certain names. */
export function variablesWithout({ plain, secret }: Variables, isLeft: (name: string) => boolean): Variables {
    return { plain: without(plain, isLeft), secret: without(secret, isLeft) };
}

function without<T>(variables: Record<string, T>, isLeft: (name: string) => boolean): Record<string, T> {
    return Object.fromEntries(Object.entries(variables).filter(([name]) => !isLeft(name)));
}
