import { join } from "node:path";
import { settingsInFile } from "../../../commands/stack/stack-file";
import { temporaryFolder } from "../../support/fixtures";

describe("settingsInFile", () => {
    const folder = temporaryFolder({
        "settings.yaml":
            "encryptionsalt: v1:x\nconfig:\n  airflow-dbt:dockerHost: ssh://me@elsewhere\n  gcp:project: other\n",
        "comment.yaml": "# nothing yet\n",
        "empty.yaml": "",
    });

    test("gives the project's own settings by name, and nothing of a plugin's", () => {
        expect(settingsInFile(join(folder, "settings.yaml"))).toEqual({ dockerHost: "ssh://me@elsewhere" });
    });

    test.each(["comment.yaml", "empty.yaml", "missing.yaml"])("gives none for %s", (file) => {
        expect(settingsInFile(join(folder, file))).toEqual({});
    });
});
