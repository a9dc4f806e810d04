import { createRequire } from "node:module";
import type * as BuildImage from "../engine/build-image";
import { type ImageBuild } from "../engine/build-image";
import { step } from "../set-up/progress";
import { askMachines } from "../stack/machines";
import { type Stack } from "../stack/stack";
import { type LoggedEvent } from "./event-log";
import { failedBuilds, whyNotBuilt } from "./failed-builds";
import { failedContainers } from "./failed-containers";

/** Prints what a failed update does not say itself: why an image was not built, and why a container does not run as it should. */
export async function explainFailure(stack: Stack, events: LoggedEvent[], updateBegan: Date): Promise<void> {
    const images = await inTurn(failedBuilds(events), (image) => whyNotBuilt(stack, image, buildAgain));
    // Asked again: one may have gone during the update.
    const { answering } = await askMachines(stack);
    const containers = await inTurn(answering, (machine) => failedContainers(stack, machine, updateBegan));
    for (const explanation of [...images, ...containers.flat()]) {
        console.error(`\n${explanation}`);
    }
}

function buildAgain(image: ImageBuild): Promise<void> {
    // What reads the builder's messages takes a tenth of a second to load, and is needed only here.
    const { buildImage } = createRequire(__filename)("../engine/build-image") as typeof BuildImage;
    return step(`building ${image.tag} again, for the end of its log`, () => buildImage(image));
}

/** One after the other, so that each build has the whole machine. */
async function inTurn<From, To>(all: From[], each: (one: From) => Promise<To>): Promise<To[]> {
    const results: To[] = [];
    for (const one of all) {
        results.push(await each(one));
    }
    return results;
}
