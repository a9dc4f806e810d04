import { attempt } from "./command-line/attempt";
import { confirmed, hasTerminal } from "./command-line/confirm";
import { readOptions, usage } from "./remove-example/options";
import { type Removal, removalIn, remove } from "./remove-example/remove";
import { uncommitted } from "./remove-example/uncommitted";

const folder = ".";

// npm run remove-example: makes room for your own DAGs and dbt project (docs/migrating.md).
attempt(usage, async () => {
    const options = readOptions(process.argv.slice(2));
    if (options === undefined) {
        console.log(usage);
        return 0;
    }
    const removal = removalIn(folder);
    if (removal.files.length === 0 && removal.edited.length === 0) {
        console.log("Nothing to do: the example is not here.");
        return 0;
    }
    console.log(listed(removal));
    if (options.dryRun) {
        console.log("\nNothing was removed (--dry-run).");
        return 0;
    }
    if (!options.yes && !(await mayRemove(removal))) {
        return 1;
    }
    remove(folder, removal);
    console.log(
        "\nThe example is removed; git's history has it. Put your DAGs in airflow/dags and your dbt project in dbt, then run npm start.",
    );
    return 0;
});

function listed({ files, edited }: Removal): string {
    return [
        `${files.length} files of the example will be removed:`,
        ...files.map((file) => `  ${file}`),
        ...edited.map(({ path }) => `${path} loses what belongs to the example.`),
    ].join("\n");
}

async function mayRemove({ files, edited }: Removal): Promise<boolean> {
    const changed = uncommitted(folder, [...files, ...edited.map(({ path }) => path)]);
    if (changed.length > 0) {
        console.error(
            `\nNothing was removed: these files have uncommitted changes. Commit them, or add --yes to lose them.\n${changed.map((file) => `  ${file}`).join("\n")}`,
        );
        return false;
    }
    if (!hasTerminal()) {
        console.error("\nNothing was removed: there is no terminal to ask on. To remove these files, add --yes");
        return false;
    }
    const isYes = await confirmed("\nRemove them?");
    if (!isYes) {
        console.log("Nothing was removed.");
    }
    return isYes;
}
