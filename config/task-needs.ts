import { airflowImage } from "../components/airflow/airflow-image";
import { postgresImage } from "../components/data/postgres-image";
import { dbtImage } from "../components/dbt/dbt-image";
import { fingerprintOf } from "../components/docker/image";
import { type Settings } from "./settings";

/** Settings that an update applies without touching what tasks need: another port of the docs, another admin user, and so on. */
const independent = [
    "dbtDocsPort",
    "adminUser",
    "adminPassword",
    "singleSignOn",
    "airflowCli",
    "connections",
    "pools",
    "secretRotationDays",
    "failureNotice",
    "drainSeconds",
    "backups",
    "cleaning",
] as const;

/** When an update pauses running tasks, and for how long at most. */
export function taskPause(settings: Settings): { scheduler: string; seconds: number; needs: object } {
    return { scheduler: "airflow-scheduler", seconds: settings.drainSeconds, needs: taskNeeds(settings) };
}

/**
 * All that running tasks need, directly or not: an update that changes one of these things pauses them. Settings count unless they are
 * named above, so that a new one is not forgotten.
 */
function taskNeeds(settings: Settings): object {
    const images = [airflowImage(settings.code, settings.dags !== undefined), dbtImage(settings.code), postgresImage];
    const { generations } = settings;
    return {
        ...settings,
        ...Object.fromEntries(independent.map((name) => [name, undefined])),
        // Another login or none is no difference to a container; another address may be, since another machine then pulls what it had built.
        imageRegistry: settings.imageRegistry?.address,
        generations: { ...generations, adminPassword: undefined, backupKey: undefined },
        images: images.map(fingerprintOf),
    };
}
