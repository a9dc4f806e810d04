import { type Registered } from "../mocked/registered";
import { compare } from "./order";

/** The last word of a resource's type: `Container`, `RemoteImage`, `Database`, … */
export function typeOf(resource: Registered): string {
    return resource.type.split(":").at(-1) ?? "";
}

/**
 * For each container, by its URN: the nearest containers that must be there first. Those that one of these waits for in turn
 * are left out, as the arrows in between say it already, and so are those that only a database lies behind.
 */
export function waiting(resources: Registered[]): Map<string, string[]> {
    const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
    const shown = resources.filter((resource) => isContainer(resource) || isDatabase(resource));
    const before = new Map(shown.map((resource) => [resource.urn, allBefore(resource, byUrn)]));
    return new Map(
        shown.map(({ urn }) => {
            const all = [...(before.get(urn) ?? [])];
            const nearest = all.filter((each) => !all.some((other) => before.get(other)?.has(each)));
            const containers = nearest.map((each) => byUrn.get(each) as Registered).filter(isContainer);
            return [urn, containers.map(({ name }) => name).sort(compare)];
        }),
    );
}

const isContainer = (resource: Registered) => typeOf(resource) === "Container";
const isDatabase = (resource: Registered) => typeOf(resource) === "Database";

/** URNs of all containers and databases that this one waits for, by whatever way. */
function allBefore(resource: Registered, byUrn: Map<string, Registered>): Set<string> {
    const seen = new Set<string>();
    const open = [...resource.waitsFor];
    for (let urn = open.pop(); urn !== undefined; urn = open.pop()) {
        if (!seen.has(urn)) {
            seen.add(urn);
            open.push(...(byUrn.get(urn)?.waitsFor ?? []));
        }
    }
    const shown = [...seen]
        .map((urn) => byUrn.get(urn))
        .filter((resource) => resource !== undefined && (isContainer(resource) || isDatabase(resource)));
    return new Set(shown.map((resource) => (resource as Registered).urn));
}
