import * as pulumi from "@pulumi/pulumi";
import { type ContainerConventionArgs } from "../docker/conventions";
import { type DockerHost } from "../docker/host";
import { Image } from "../docker/image";
import { type Variables, variablesWithout } from "../docker/variables";
import { namedVolume } from "../docker/volume";
import { airflowEnvironment } from "./airflow-environment";
import { airflowImage, mountedFolders } from "./airflow-image";
import { isAirflowOption } from "./airflow-options";
import { type AirflowRuntimeArgs } from "./airflow-runtime-args";
import { databaseFiles } from "./database-files";
import { type FilesByUse, filesByUse, type ProgramUse } from "./program-use";
import { type ProgramVolumes, programVolumes } from "./program-volumes";
import { remoteLogging } from "./remote-logs";
import { type AirflowSecretName, type AirflowSecretValues, filesOf, pathsOf } from "./secret-files";
import { variablesFile } from "./variables-file";

/** What a container is given, and further fields of it. */
type Given<Further extends keyof ContainerConventionArgs = never> = Pick<
    ContainerConventionArgs,
    "environment" | "folders" | "files" | Further
>;

/** Airflow's image, its log volume, and what a container needs to run one of Airflow's programs. */
export class AirflowRuntime extends pulumi.ComponentResource {
    public readonly host: DockerHost;
    public readonly image: Image;
    /** Whether tasks run on workers as well. */
    public readonly hasWorkers: boolean;
    /** The volumes that programs share. */
    public readonly volumes: ProgramVolumes;
    /** Folders of the checkout that are mounted. */
    private readonly folders: Record<string, string>;
    private readonly environment: Record<string, pulumi.Input<string | number>>;
    /** Those of the variables that are options of Airflow. */
    private readonly options: Variables;
    private readonly secrets: AirflowSecretValues;
    /** Files by absolute path, of every container that uses the database. */
    private readonly databaseFiles: Record<string, pulumi.Input<string>>;
    private readonly files: FilesByUse;
    /** What those programs get that write or show the logs of tasks. */
    private readonly taskLogs: ReturnType<typeof remoteLogging>;

    constructor(name: string, args: AirflowRuntimeArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airflow-dbt:airflow:AirflowRuntime", name, {}, opts);
        this.host = args.host;
        const fromGit = args.dags !== undefined;
        this.image = new Image(name, { host: args.host, ...airflowImage(args.code, fromGit) }, { parent: this });
        this.folders = args.code === "baked" ? {} : mountedFolders(fromGit);
        const copies = args.dags && namedVolume(`${name}-dags`, args.host, this);
        this.volumes = { logs: namedVolume(`${name}-logs`, args.host, this), copies, dbtDocs: args.dbtDocs };
        this.hasWorkers = args.workers.length > 0;
        this.environment = airflowEnvironment(args);
        this.options = variablesWithout(args.variables, (variable) => !isAirflowOption(variable));
        this.secrets = args.secrets;
        this.databaseFiles = { ...databaseFiles(args.metadata), ...variablesFile(this.options.secret) };
        this.files = filesByUse(args);
        this.taskLogs = remoteLogging(args.remoteLogs);
        this.registerOutputs();
    }

    /** For a job, which neither reads DAGs nor writes task logs. */
    public job(secrets: AirflowSecretName[]): Given<"host" | "image"> {
        const { plain, secret } = this.options;
        const hasOptions = Object.keys({ ...plain, ...secret }).length > 0;
        return {
            host: this.host,
            image: this.image,
            environment: plain,
            // An option may name a class of the user's own.
            folders: hasOptions ? this.folders : {},
            files: { ...this.databaseFiles, ...filesOf(this.secrets, secrets) },
        };
    }

    /** For one of Airflow's programs, with the secrets that it reads. */
    public program(
        secrets: AirflowSecretName[],
        { dags, taskLogs }: ProgramUse = {},
    ): Given<"host" | "image" | "volumes"> {
        const { host, image, files } = this.job(secrets);
        return {
            host,
            image,
            environment: {
                ...this.environment,
                ...(taskLogs && this.taskLogs.environment),
                ...pathsOf(secrets),
                // Of two programs that clean at once, one finds files gone, which ends a scheduler: the DAG processor does it alone.
                ...(this.volumes.copies &&
                    dags === "runs" && { AIRFLOW__DAG_PROCESSOR__STALE_BUNDLE_CLEANUP_INTERVAL: 0 }),
            },
            folders: this.folders,
            files: { ...files, ...this.files[dags ?? "ignores"], ...(taskLogs && this.taskLogs.files) },
            volumes: programVolumes(this.volumes, dags),
        };
    }

    /** For a worker, which reaches neither the database nor the volume with the logs of tasks, and may be on another machine. */
    public worker(): Given {
        return {
            environment: { ...this.environment, ...this.taskLogs.environment },
            folders: this.folders,
            files: {
                ...variablesFile(this.options.secret),
                ...this.files.runs,
                ...this.taskLogs.files,
                ...filesOf(this.secrets, ["workerSecret"]),
            },
        };
    }
}
