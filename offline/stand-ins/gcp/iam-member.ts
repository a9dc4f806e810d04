/** `gcp.projects.IAMMember`: one role of one member in a project; those of others are left alone. */
import { equal, type Properties, type Resource, text, UNKNOWN } from "../resource";
import { isStatus } from "./google-error";
import { type Binding, changePolicy, type Condition, readPolicy } from "./policy";

export const iamMember: Resource = {
    defaults: {},
    replaceOn: ["condition", "member", "project", "role"],
    computed: ["etag"],

    check({ member }): Record<string, string> {
        const right = member === UNKNOWN || /^(?!deleted:)[^:]+:.+|^all(Authenticated)?Users$/.test(text(member));
        return right
            ? {}
            : {
                  member: `must be a kind and a name, such as serviceAccount:dbt@project.iam.gserviceaccount.com, not ${JSON.stringify(member)}`,
              };
    },

    async create(inputs) {
        const { project, role, member } = texts(inputs);
        const { etag } = await changePolicy(
            project,
            `give ${member} the role ${role} in the project ${project}`,
            (bindings) => added(bindings, inputs),
        );
        return { id: idOf(inputs), outputs: { ...inputs, etag } };
    },

    async read(id, state) {
        const wanted = state.member ? state : imported(id);
        const policy = await readPolicy(text(wanted.project));
        const found = policy.bindings?.find((binding) => fits(binding, wanted) && holds(binding, wanted));
        return found && { id: idOf(wanted), outputs: { ...wanted, etag: policy.etag } };
    },

    async delete(_id, state) {
        const { project, role, member } = texts(state);
        try {
            await changePolicy(project, `take the role ${role} from ${member} in the project ${project}`, (bindings) =>
                removed(bindings, state),
            );
        } catch (error) {
            // A project that is gone has taken its policy along.
            if (!isStatus(error, 404)) {
                throw error;
            }
        }
    },
};

const texts = ({ project, role, member }: Properties) => ({
    project: text(project),
    role: text(role),
    member: text(member),
});

/** Google keeps one binding for each role with each condition. */
function fits(binding: Binding, { role, condition }: Properties): boolean {
    return binding.role === role && equal(parts(binding.condition), parts(condition as Condition | undefined));
}

function holds({ members }: Binding, { member }: Properties): boolean {
    return members.some((each) => each.toLowerCase() === text(member).toLowerCase());
}

function added(bindings: Binding[], inputs: Properties): Binding[] {
    const there = bindings.find((binding) => fits(binding, inputs));
    const { role, member } = texts(inputs);
    if (!there) {
        return [
            ...bindings,
            { role, members: [member], ...(inputs.condition ? { condition: inputs.condition as Condition } : {}) },
        ];
    }
    return holds(there, inputs)
        ? bindings
        : bindings.map((binding) =>
              binding === there ? { ...binding, members: [...binding.members, member] } : binding,
          );
}

function removed(bindings: Binding[], state: Properties): Binding[] {
    const without = (binding: Binding): Binding => ({
        ...binding,
        members: binding.members.filter((each) => !holds({ ...binding, members: [each] }, state)),
    });
    return bindings
        .map((binding) => (fits(binding, state) ? without(binding) : binding))
        .filter(({ members }) => members.length > 0);
}

/** `<project>/<role>/<member>`, as the official plugin has it. */
function idOf(inputs: Properties): string {
    const { project, role, member } = texts(inputs);
    const condition = parts(inputs.condition as Condition | undefined);
    return [project, role, member, ...(condition ? [condition.join("/")] : [])].join("/");
}

/** An import names it `<project> <role> <member>`. */
function imported(id: string): Properties {
    const [project, role, member, ...title] = id.trim().split(/\s+/);
    if (!member || title.length > 0) {
        throw new Error(
            `${JSON.stringify(id)} names no role of a member: write it as "<project> <role> <member>" (the gcp stand-in imports none with a condition)`,
        );
    }
    return { project, role, member };
}

const parts = (condition: Condition | undefined): string[] | undefined =>
    condition && [condition.title, condition.description ?? "", condition.expression];
