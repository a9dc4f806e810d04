import type * as pulumi from "@pulumi/pulumi";
import { type ContainerConventionArgs } from "../docker/conventions";

/** A git repository with the DAGs. */
export interface GitDags {
    /** `ssh://…`, `<user>@<host>:<path>` or `https://…`, without a password. */
    url: string;
    /** The branch or tag that is followed. */
    ref: string;
    /** Folder of the repository in which the DAGs are. Default: the whole repository. */
    subdir?: string;
    /** Seconds from one look for new commits to the next. */
    refreshSeconds: number;
    /** Certificate of the authority behind an address with `https://`, in PEM format. Default: the public ones. */
    caCertificate?: string;
    /** How the repository is reached over SSH. Default: over HTTPS, by anybody. */
    ssh?: {
        /** Lines as `ssh-keyscan` prints them: the only keys by which the server is known. */
        knownHosts: string;
        /** Private key that may read the repository; secret. */
        deployKey: pulumi.Input<string>;
    };
}

/** Where the copies of the repository are: one that follows the branch, and one of each commit with running tasks. */
export const dagsFolder = "/var/lib/airflow-dags";

const keyFile = "/run/secrets/dags_deploy_key";
const knownHostsFile = "/run/secrets/dags_known_hosts";
const caFile = "/run/secrets/dags_ca.pem";
/** Included by the image's `/etc/gitconfig`, if it is there. */
const gitConfigFile = "/run/secrets/dags_gitconfig";

/**
 * The bundle has the name of the one that Airflow has without a repository. A task finds its DAG's bundle by the name that the database
 * has, so tasks that wait while the DAGs move to a repository, or back, would fail with another one.
 */
const bundle = "dags-folder";

/**
 * What Airflow's programs are given for DAGs from git.
 *
 * @param dags undefined: DAGs come with the code
 */
export function gitDags(dags: GitDags | undefined): Required<Pick<ContainerConventionArgs, "environment" | "files">> {
    if (dags === undefined) {
        return { environment: {}, files: {} };
    }
    const { url, ref, subdir, refreshSeconds, caCertificate, ssh } = dags;
    const kwargs = {
        repo_url: url,
        tracking_ref: ref,
        git_conn_id: "dags_git",
        refresh_interval: refreshSeconds,
        ...(subdir && { subdir }),
    };
    const classpath = "airflow_dbt_image.git_dags.bundle.GitBundle";
    const extra = { key_file: keyFile, known_hosts_file: knownHostsFile, strict_host_key_checking: "yes" };
    return {
        environment: {
            AIRFLOW__DAG_PROCESSOR__DAG_BUNDLE_CONFIG_LIST: JSON.stringify([{ name: bundle, classpath, kwargs }]),
            AIRFLOW__DAG_PROCESSOR__DAG_BUNDLE_STORAGE_PATH: dagsFolder,
            AIRFLOW_CONN_DAGS_GIT: JSON.stringify({ conn_type: "git", ...(ssh && { extra }) }),
        },
        files: {
            ...(ssh && { [keyFile]: ssh.deployKey, [knownHostsFile]: ssh.knownHosts }),
            // For this address alone: a task may use git with any other.
            ...(caCertificate !== undefined && {
                [caFile]: caCertificate,
                [gitConfigFile]: `[http "${url}"]\n    sslCAInfo = ${caFile}\n`,
            }),
        },
    };
}
