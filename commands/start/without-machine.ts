import { type Deployment, type RecordedResource } from "../interrupted-update/recorded-state";

/**
 * A state without what is on one machine: all of Docker, what was in its volumes (the embedded server's roles and databases), and the jobs
 * that ran there. Generated secrets, Google's resources and databases on an existing server stay.
 */
export function withoutMachine(deployment: Deployment): Deployment {
    const resources = deployment.resources ?? [];
    const gone = new Set(resources.filter(isOnMachine).map(({ urn }) => urn));
    let before = -1;
    // A database goes with its volume, and a grant with its database.
    while (before !== gone.size) {
        before = gone.size;
        resources
            .filter(({ deletedWith }) => deletedWith !== undefined && gone.has(deletedWith))
            .forEach(({ urn }) => gone.add(urn));
    }
    const left = resources.filter(({ urn }) => !gone.has(urn)).map((each) => withoutDependencies(each, gone));
    return { ...deployment, resources: left, pending_operations: [] };
}

function isOnMachine({ type }: RecordedResource): boolean {
    return type.startsWith("docker:") || type.startsWith("pulumi-nodejs:dynamic");
}

function withoutDependencies(resource: RecordedResource, gone: Set<string>): RecordedResource {
    const stays = (urn: string) => !gone.has(urn);
    const { dependencies, propertyDependencies } = resource;
    return {
        ...resource,
        ...(dependencies && { dependencies: dependencies.filter(stays) }),
        ...(propertyDependencies && {
            propertyDependencies: Object.fromEntries(
                Object.entries(propertyDependencies).map(([name, urns]) => [name, urns?.filter(stays) ?? null]),
            ),
        }),
    };
}
