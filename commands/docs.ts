import { writeFileSync } from "node:fs";
import { gcpPackage, needsGcp } from "../bootstrap/gcp";
import { attempt } from "./attempt";
import { documents, outOfDate, pictured } from "./docs/documents";

const usage = `npm run docs [-- --check]

Writes the generated parts of the docs: the settings tables of README.md and README.ko.md, and the pictures of the stacks.
--check writes nothing, and ends with 1 if one of them is out of date.`;

async function docs(): Promise<number> {
    const words = process.argv.slice(2);
    if (words.includes("--help") || words.includes("-h")) {
        console.log(usage);
        return 0;
    }
    const unknown = words.find(word => word !== "--check");
    if (unknown !== undefined) {
        console.error(`There is no option "${unknown}".\n\n${usage}`);
        return 2;
    }
    if (pictured.some(stack => needsGcp(`Pulumi.${stack}.yaml`))) {
        await gcpPackage();
    }
    const stale = outOfDate(await documents());
    if (words.includes("--check")) {
        if (stale.length > 0) {
            console.error(`Out of date: ${stale.map(({ file }) => file).join(", ")}. Write them anew: npm run docs`);
        }
        return stale.length > 0 ? 1 : 0;
    }
    for (const { file, text } of stale) {
        writeFileSync(file, text);
        console.log(`• wrote ${file}`);
    }
    return 0;
}

attempt(docs);
