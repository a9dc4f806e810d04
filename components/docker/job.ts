import { Container } from "@pulumi/docker/container";
import * as pulumi from "@pulumi/pulumi";
import { type ContainerConventionArgs, conventions } from "./conventions";
import { formerlyInContainerModule } from "./former-type";
import { type Handover, JobRun } from "./job-run";
import { type DependentServices } from "./stop-services";

/** A container that runs to its end. */
export interface JobArgs extends ContainerConventionArgs {
    /** The command line; it must end with 0 and may be run any number of times. */
    command: string[];
    /** A secret that the job rotates. */
    handover?: Handover;
    /** Services that the job may ask to be stopped while it changes what they use. Only with `handover`. */
    services?: DependentServices;
}

/**
 * A container that runs to its end, once for each change of what it is made of. If it ends with another code than 0, the
 * update fails with the end of its log, nothing that depends on it starts, and the next update runs it again.
 */
export class Job extends pulumi.ComponentResource {
    /** Name of the container on the Docker host. */
    public readonly containerName: string;

    constructor(name: string, args: JobArgs, opts?: pulumi.ComponentResourceOptions) {
        super("airflow-dbt:docker:Job", name, {}, formerlyInContainerModule("Job", opts));
        const { host } = args;
        this.containerName = host.nameOf(name);
        // Only made here, not started: @pulumi/docker's own `attach` waits for the end but ignores the exit code.
        const container = new Container(
            name,
            {
                ...conventions(name, "job", args),
                start: false,
                mustRun: false,
                restart: "no",
                stdinOpen: args.handover !== undefined,
            },
            { parent: this, provider: host.provider, deleteBeforeReplace: true, dependsOn: args.after },
        );
        new JobRun(
            `${name}-run`,
            {
                container: container.id,
                job: this.containerName,
                dockerHost: host.address,
                handover: args.handover,
                services: args.services,
            },
            { parent: this },
        );
        this.registerOutputs({ containerName: this.containerName });
    }
}
