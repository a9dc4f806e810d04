import { existsSync } from "node:fs";
import { buildContext } from "../../../commands/engine/build-context";

test("the build context holds the folders that .dockerignore keeps, without what it leaves out of them", () => {
    const text = "# comment\n*\n!airflow\n!images\n**/__pycache__\nnotes.md\n";
    expect(buildContext(text)).toEqual({ folders: ["airflow", "images"], excluded: ["__pycache__", "notes.md"] });
});

test("the project's folders are there", () => {
    const { folders } = buildContext();
    expect(folders).toEqual(expect.arrayContaining(["airflow", "dbt", "images"]));
    expect(folders.filter((folder) => !existsSync(folder))).toEqual([]);
});
