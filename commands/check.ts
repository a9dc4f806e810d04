import { checkEnvironment } from "./check/environment";
import { runInImage } from "./check/run-in-image";
import { attempt } from "./command-line/attempt";
import { readStackAlone } from "./command-line/stack-option";
import { baseImages } from "./set-up/base-image";
import { dockerEngine } from "./set-up/docker-engine";

const usage = `npm run check -- [--stack <name>]

Imports all DAGs and plugins and parses the dbt project, in the stack's images, without a running stack. Exits with 1 if something is wrong.
Use it in CI, or before a commit.

  --stack <name>   whose variables the code finds; default: local. Encrypted ones are replaced by the word "encrypted".`;

/** With the packages that the project names, in a copy: the image's own folder cannot be written to. */
const parse = `cp -r /usr/app /tmp/project && cd /tmp/project && . /etc/dbt/environment.sh || exit
[ ! -e packages.yml ] && [ ! -e dependencies.yml ] || /opt/dbt/bin/dbt --quiet deps || exit
/opt/dbt/bin/dbt --quiet parse && echo "dbt: the project can be parsed"`;

attempt(usage, async () => {
    const { airflow, dbt } = checkEnvironment(readStackAlone(usage).name);
    await dockerEngine();
    await baseImages();
    const checks = [
        { image: "airflow", environment: airflow, command: ["airflow-check-dags"], options: ["--network", "none"] },
        { image: "dbt", environment: dbt, command: ["bash", "-c", parse] },
    ];
    let ok = true;
    for (const check of checks) {
        ok = (await runInImage(check)) && ok;
    }
    return ok ? 0 : 1;
});
