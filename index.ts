import { Airflow } from "./components/airflow/airflow";
import { defaultConnections } from "./components/airflow/default-connections";
import { DockerHost } from "./components/docker/host";
import { Data } from "./components/data/data";
import { Dbt } from "./components/dbt/dbt";
import { AirflowSecrets } from "./components/secrets/airflow-secrets";
import { chosenBigQueryKey } from "./components/secrets/chosen-bigquery-key";
import { FernetKey } from "./components/secrets/fernet-key";
import { SshKeys } from "./components/secrets/ssh-keys";
import { chosenWarehouse } from "./components/warehouse/chosen-warehouse";
import { readSettings } from "./config/settings";
import { refuseTakenPorts } from "./config/taken-ports";

/** Settings → secrets → data → containers → outputs; the picture is in the README. */
export = async () => {
    const settings = readSettings();
    const { generations, bigquery } = settings;
    await refuseTakenPorts(settings);
    // First of all, since a package that is missing is to be said before anything is made.
    const bigQueryKey = await chosenBigQueryKey("bigquery-credentials", bigquery, generations.bigqueryCredentials);

    const host = new DockerHost("docker", settings.docker);

    const fernetKey = new FernetKey("fernet-key", { existing: settings.fernetKey, generation: generations.fernetKey });
    const sshKeys = new SshKeys("ssh-keys", { generation: generations.sshKeys });
    const secrets = new AirflowSecrets("airflow-secrets", { adminPassword: settings.adminPassword, generations });

    const data = new Data("data", {
        host,
        postgresPort: settings.postgresPort,
        metaDatabase: settings.metaDatabase,
        analytics: settings.analytics,
        generations,
    });
    const warehouse = chosenWarehouse(settings.dbtTarget, {
        analytics: data.analytics,
        bigquery: bigquery && { ...bigquery, key: bigQueryKey },
    });
    const variables = { ...settings.variables, ...warehouse.variables, DBT_TARGET: settings.dbtTarget };
    const secretVariables = { ...settings.secretVariables, ...warehouse.secretVariables };

    const dbt = new Dbt("dbt", {
        host,
        filesInImages: settings.filesInImages,
        docsPort: settings.dbtDocsPort,
        warm: settings.warmDbt,
        sshKeys,
        environment: { ...secretVariables, ...variables },
        files: warehouse.files,
    });
    const airflow = new Airflow("airflow", {
        host,
        filesInImages: settings.filesInImages,
        apiserverPort: settings.apiserverPort,
        timezone: settings.timezone,
        adminUser: settings.adminUser,
        airflowCli: settings.airflowCli,
        metadata: data.metadata,
        secrets: { ...secrets, fernetKey: fernetKey.key },
        variables: { ...variables, SSH_CONN_ID: settings.sshConnectionId },
        secretVariables,
        taskFiles: warehouse.files,
        connections: defaultConnections({
            sshConnectionId: settings.sshConnectionId,
            dbt: dbt.address,
            sshKeys,
            analytics: warehouse.connection,
            source: data.source,
        }),
        furtherConnections: settings.connections,
    });

    return {
        airflowUrl: airflow.url,
        dbtDocsUrl: dbt.docsUrl,
        adminUser: settings.adminUser,
        adminPassword: secrets.adminPassword,
        containerSuffix: settings.docker.suffix,
    };
};
