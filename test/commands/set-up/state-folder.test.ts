import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileBackend, removeEmptyMetadata, stateFolder } from "../../../commands/set-up/state-folder";
import { temporaryFolder } from "../../support/fixtures";

test("Pulumi writes no metadata beside the files of the project's own state", () => {
    expect(fileBackend("/a state")).toBe("file:///a%20state?metadata=skip");
});

test("only a file backend has a folder", () => {
    expect(stateFolder("file:///state")).toBe("/state/.pulumi");
    expect(stateFolder(fileBackend("/a state"))).toBe("/a state/.pulumi");
    expect(["gs://bucket", "https://api.pulumi.com", "file://~", ""].map(stateFolder)).toEqual(
        Array(4).fill(undefined),
    );
});

describe("empty metadata", () => {
    const files = {
        ".pulumi/stacks/airflow-dbt/local.json": "",
        ".pulumi/stacks/airflow-dbt/local.json.attrs": "",
        ".pulumi/stacks/airflow-dbt/prod.json.attrs": "{}",
        ".pulumi/locks/organization/airflow-dbt/local/id.json.attrs": "",
        ".pulumi/history/airflow-dbt/local/1.json.attrs": "",
    };
    const folder = temporaryFolder(files);
    const withoutState = temporaryFolder({});

    test("of stacks and locks is removed, and nothing else", () => {
        removeEmptyMetadata(fileBackend(folder));
        expect(Object.keys(files).filter((name) => existsSync(join(folder, name)))).toEqual([
            ".pulumi/stacks/airflow-dbt/local.json",
            ".pulumi/stacks/airflow-dbt/prod.json.attrs",
            ".pulumi/history/airflow-dbt/local/1.json.attrs",
        ]);
    });

    test("is not looked for where there is no folder or no state", () => {
        removeEmptyMetadata("gs://bucket");
        removeEmptyMetadata(fileBackend(withoutState));
        expect(existsSync(join(withoutState, ".pulumi"))).toBe(false);
    });
});
