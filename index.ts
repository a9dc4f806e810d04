import { Airflow } from "./components/airflow/airflow";
import { TaskPause } from "./components/airflow/task-pause";
import { TaskResume } from "./components/airflow/task-resume";
import { Data } from "./components/data/data";
import { Dbt } from "./components/dbt/dbt";
import { DockerHost } from "./components/docker/host";
import { chosenProxy } from "./components/proxy/chosen-proxy";
import { stopFormerProxy } from "./components/proxy/former-proxy";
import { chosenBigQueryKey } from "./components/secrets/chosen-bigquery-key";
import { stackSecrets } from "./components/secrets/stack-secrets";
import { chosenWarehouse } from "./components/warehouse/chosen-warehouse";
import { chosenWorkers } from "./components/workers/chosen-workers";
import { refuseOtherSuffix } from "./config/kept-suffix";
import { readSettings } from "./config/settings";
import { taskPause } from "./config/task-needs";
import { refuseTaken } from "./config/taken";

/** Settings → secrets → data → containers → outputs; the picture is in the README. */
export = async () => {
    const settings = readSettings();
    const { generations, code, dbtTarget: target, warmDbt: warm, dbtDocsPort: docsPort } = settings;
    await refuseTaken(settings);
    // First of all, since a package that is missing must be reported before anything is created.
    const bigQueryKey = await chosenBigQueryKey("bigquery-credentials", settings.warehouse, generations);
    const host = new DockerHost("docker", { ...settings.docker, registry: settings.imageRegistry });
    await refuseOtherSuffix(host);
    await stopFormerProxy("proxy", host);
    const { authority, fernetKey, sshKeys, airflow: secrets } = stackSecrets(settings);
    const pause = new TaskPause("task-pause", { host, ...taskPause(settings) });
    const data = new Data("data", { ...settings, host, key: fernetKey, authority, pause });
    const { analytics, variables, files } = chosenWarehouse(target, data.warehouse, bigQueryKey, settings.variables);

    const dbt = new Dbt("dbt", { host, code, docsPort, warm, sshKeys, variables: variables.dbt, files, pause });
    const airflow = new Airflow("airflow", {
        ...settings,
        host,
        metadata: data.metadata,
        secrets,
        variables: variables.airflow,
        taskFiles: files,
        dbt,
        ownConnections: { [settings.sshConnectionId]: dbt.connection, analytics, ...data.sourceConnections },
        backups: { ...settings.backups, databases: data.otherDatabases },
        pause,
    });
    const proxy = chosenProxy("proxy", { ...settings, host, authority, airflow, dbt });
    const workers = chosenWorkers("workers", { ...settings, host, authority, airflow, dbt, pause, proxy });
    new TaskResume("task-resume", { pause, after: [data, dbt, airflow, ...workers] });

    return {
        airflowUrl: airflow.url,
        dbtDocsUrl: dbt.docsUrl,
        ...(authority && { caCertificate: authority.certificate }),
        adminUser: settings.adminUser,
        adminPassword: secrets.adminPassword,
        fernetKey: fernetKey.key,
        readOnlyLogins: data.readOnlyLogins,
        containerSuffix: settings.docker.suffix,
    };
};
