import { writeFileSync } from "node:fs";
import { gcpPackage, needsGcp } from "../commands/set-up/gcp";
import { attempt, UsageError } from "../commands/command-line/attempt";
import { documents, outOfDate, pictured } from "./docs/documents";
import { takeOver } from "./docs/screenshots";
import { stackFile } from "../commands/stack/stack-file";

const usage = `npm run docs [-- --check | --screenshots]

Generates the tables of settings and secrets in docs/ and docs/ko/, and the architecture pictures of the stacks.

  --check         writes nothing; exit code 1 if one of them is out of date
  --screenshots   copies the screenshots that the browser test took last`;

async function docs(): Promise<number> {
    const [word, ...others] = process.argv.slice(2);
    if (word === "--help" || word === "-h") {
        console.log(usage);
        return 0;
    }
    if (others.length > 0 || ![undefined, "--check", "--screenshots"].includes(word)) {
        throw new UsageError(`Unknown options: ${[word, ...others].join(" ")}`);
    }
    if (word === "--screenshots") {
        takeOver().forEach(wrote);
        return 0;
    }
    if (pictured.some((stack) => needsGcp(stackFile(stack)))) {
        await gcpPackage();
    }
    const stale = outOfDate(await documents());
    if (word === "--check") {
        if (stale.length > 0) {
            console.error(`Out of date: ${stale.map(({ file }) => file).join(", ")}. Generate them: npm run docs`);
        }
        return stale.length > 0 ? 1 : 0;
    }
    for (const { file, text } of stale) {
        writeFileSync(file, text);
        wrote(file);
    }
    return 0;
}

function wrote(file: string): void {
    console.log(`• wrote ${file}`);
}

attempt(usage, docs);
