import { mkdirSync, rmSync } from "node:fs";
import { attempt } from "../commands/command-line/attempt";
import { outputFolder } from "./test/jest";
import { jestParts, parts } from "./test/parts";
import { chosenParts } from "./test/words";

const usage = `npm test [-- <part>… [<file or option of jest>…]]

Runs the parts in order of cost and stops at the first one that fails:

  format        Prettier
  lint          ESLint
  types         the TypeScript compiler
  python        ruff, mypy and pytest in the stage "checks" of each image
  unit          unit tests under Pulumi mocks
  integration   real containers and a real browser, under names and ports of their own

With names: only those parts. To run one test:

  npm run test:unit -- test/components/dbt
  npm run test:integration -- test/integration/ssh -t "logs in"

Screenshots, and the logs of containers after a failure, are in ${outputFolder}/.`;

async function test(): Promise<number> {
    const all = process.argv.slice(2);
    if (all.includes("--help") || all.includes("-h")) {
        console.log(usage);
        return 0;
    }
    const chosen = chosenParts(all);
    if (chosen.parts.some((name) => jestParts.includes(name))) {
        rmSync(outputFolder, { recursive: true, force: true });
        mkdirSync(outputFolder);
    }
    for (const name of chosen.parts) {
        const began = Date.now();
        console.log(`• ${name}`);
        if (!(await parts[name](chosen.words))) {
            console.error(`• ${name} failed after ${seconds(began)} s`);
            return 1;
        }
        console.log(`• ${name}: ${seconds(began)} s`);
    }
    return 0;
}

function seconds(since: number): string {
    return ((Date.now() - since) / 1000).toFixed(0);
}

attempt(usage, test);
