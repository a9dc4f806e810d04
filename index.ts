import { Airflow } from "./components/airflow/airflow";
import { defaultConnections } from "./components/airflow/default-connections";
import { DockerHost } from "./components/container/docker-host";
import { Data } from "./components/data/data";
import { Dbt } from "./components/dbt/dbt";
import { dbtEnvironment } from "./components/dbt/dbt-environment";
import { AirflowSecrets } from "./components/secrets/airflow-secrets";
import { FernetKey } from "./components/secrets/fernet-key";
import { SshKeys } from "./components/secrets/ssh-keys";
import { readSettings } from "./settings";
import { refuseTakenPorts } from "./taken-ports";

/** Settings → secrets → data → containers → outputs; the picture is in the README. */
export = async () => {
    const settings = readSettings();
    await refuseTakenPorts(settings);

    const host = new DockerHost("docker", { suffix: settings.containerSuffix, address: settings.dockerHost, bindAddress: settings.bindAddress });

    const fernetKey = new FernetKey("fernet-key", { existing: settings.fernetKey });
    const sshKeys = new SshKeys("ssh-keys");
    const airflowSecrets = new AirflowSecrets("airflow-secrets", { adminPassword: settings.adminPassword });

    const data = new Data("data", {
        host,
        postgresPort: settings.postgresPort,
        metadata: settings.metaDatabase,
        analytics: settings.analytics,
    });

    new Airflow("airflow", {
        ...settings,
        host,
        bakeDags: settings.filesInImages,
        cli: settings.airflowCli,
        variables: { ...settings.variables, SSH_CONN_ID: settings.sshConnectionId },
        connections: defaultConnections({ ...data, sshConnectionId: settings.sshConnectionId, sshKeys }),
        furtherConnections: settings.connections,
        secrets: { ...airflowSecrets, sqlAlchemyConnection: data.sqlAlchemyConnection, fernetKey: fernetKey.key },
    });
    new Dbt("dbt", {
        host,
        bakeProject: settings.filesInImages,
        docsPort: settings.dbtDocsPort,
        sshKeys,
        environment: { ...settings.variables, ...dbtEnvironment(settings.dbtTarget, data.analytics) },
    });

    return {
        airflowUrl: `http://${settings.bindAddress}:${settings.apiserverPort}`,
        dbtDocsUrl: `http://${settings.bindAddress}:${settings.dbtDocsPort}`,
        adminUser: settings.adminUser,
        adminPassword: airflowSecrets.adminPassword,
        containerSuffix: settings.containerSuffix,
    };
};
