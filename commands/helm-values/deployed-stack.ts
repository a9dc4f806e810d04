import { type Deployment, type RecordedResource } from "../interrupted-update/recorded-state";
import { startCommand } from "../stack/stack";
import { withoutWorkers } from "./without-workers";

/** What one of the stack's containers was given. */
export interface DeployedContainer {
    /** Its environment variables; none is secret. */
    environment: Record<string, string>;
    /** Content of its files by their absolute paths; secret. */
    files: Record<string, string>;
}

/** A stack as it was deployed last. */
export interface DeployedStack {
    name: string;
    /** Setting `containerSuffix`. */
    suffix: string;
    /** By their names without the suffix. */
    containers: Record<string, DeployedContainer>;
    /** Names of its images, with tags. */
    images: { airflow: string; dbt: string };
    /** Whether the images need no code besides them: they have dbt's project, and the DAGs are in them as well or come from git. */
    baked: boolean;
}

/** A value in an exported state: as it is, or, if it is secret, as JSON in an object. */
type Recorded = string | { plaintext: string } | object | undefined;

/**
 * Finds in a stack's state what its containers were given.
 *
 * @param deployment exported with `--show-secrets`
 * @throws Error with the commands that fix it, if it has no containers, or workers
 */
export function deployedStack(name: string, { resources = [] }: Deployment): DeployedStack {
    const present = resources.filter((each) => !each.delete);
    const named = (type: string) =>
        new Map(present.filter((each) => each.type === type).map((each) => [each.urn.split("::").at(-1), each]));
    const containers = [...named("docker:index/container:Container")].map(([role, each]) => [role, given(each)]);
    const images = named("docker:index/remoteImage:RemoteImage");
    const [airflow, dbt] = ["airflow", "dbt"].map((image) => images.get(image)?.inputs);
    const suffix = named("pulumi:pulumi:Stack").get(`airflow-dbt-${name.split("/").at(-1)}`)?.outputs?.containerSuffix;
    if (containers.length === 0 || !airflow || !dbt || suffix === undefined) {
        throw new Error(`The stack ${name} has no containers. Create them: ${startCommand({ name })}`);
    }
    withoutWorkers(
        { name },
        [...named("airflow-dbt:workers:EdgeWorker").keys()].filter((each) => each !== undefined),
    );
    return {
        name,
        suffix: plain<string>(suffix),
        containers: Object.fromEntries(containers) as Record<string, DeployedContainer>,
        images: { airflow: plain<string>(airflow.name), dbt: plain<string>(dbt.name) },
        baked: (plain<{ target?: string }>(airflow.build).target ?? "").endsWith("baked"),
    };
}

function given({ inputs = {} }: RecordedResource): DeployedContainer {
    const variables = plain<string[]>(inputs.envs ?? []).map((line) => {
        const end = line.indexOf("=");
        return [line.slice(0, end), line.slice(end + 1)];
    });
    const files = plain<{ file: string; content: string }[]>(inputs.uploads ?? []);
    return {
        environment: Object.fromEntries(variables) as Record<string, string>,
        files: Object.fromEntries(files.map(({ file, content }) => [file, content])),
    };
}

function plain<T>(recorded: unknown): T {
    const value = recorded as Recorded;
    return typeof value === "object" && "plaintext" in value ? (JSON.parse(value.plaintext) as T) : (value as T);
}
