import { readFileSync } from "node:fs";
import { airflowOptions } from "../../../commands/helm-values/airflow-options";
import { airflowPackages } from "../../../commands/helm-values/airflow-packages";

describe("the options of airflow.cfg", () => {
    test("are taken over without those that read a secret, and those that the chart decides", () => {
        const file =
            "# a comment\n[core]\nexecutor = X\nparallelism=8\nfernet_key_cmd = cat /key\n\n[fab]\nupdate_fab_perms = False\n" +
            "[email]\n# subject = no\nsubject = {{ ti }} = x\n";
        expect(airflowOptions(file)).toEqual({
            core: { parallelism: "8" },
            email: { subject: '{{ "{{" }} ti }} = x' },
        });
    });

    test("of this project name no secret file", () => {
        const options = airflowOptions(readFileSync("airflow/airflow.cfg", "utf8"));
        expect(options.core.auth_manager).toContain("FabAuthManager");
        expect(JSON.stringify(options)).not.toContain("/run/secrets");
    });
});

describe("the packages of the image", () => {
    const lock = 'name = "apache-airflow-core"\nversion = "3.3.2"\n';

    test("say the version, and whether tasks can have pods of their own", () => {
        expect(airflowPackages(lock)).toEqual({ version: "3.3.2", executor: "LocalExecutor" });
        const kubernetes = `${lock}\nname = "apache-airflow-providers-cncf-kubernetes"\nversion = "10.0.0"\n`;
        expect(airflowPackages(kubernetes).executor).toBe("KubernetesExecutor");
        expect(airflowPackages(readFileSync("airflow/uv.lock", "utf8")).version).toMatch(/^3\./);
    });

    test("without Airflow are refused", () => {
        expect(() => airflowPackages("")).toThrow("airflow/uv.lock has no apache-airflow-core");
    });
});
