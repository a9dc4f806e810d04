import { project } from "../../../commands/set-up/places";
import { CheckoutCopy } from "../../../tools/running-stack/checkout-copy";
import { makeTestStack, type TestStackOptions } from "../../../tools/running-stack/make-test-stack";
import { type TestStack } from "../../../tools/running-stack/test-stack";

/** A copy of the checkout in which a test file may change files, and its stack, which has no resource yet. */
export interface StackOfCopy {
    copy: CheckoutCopy;
    stack: TestStack;
}

/**
 * Makes a copy of the checkout, which becomes the working directory, and a stack for it.
 *
 * @param what begins the suffix of the stack's names
 * @param dags to add to the copy: id → text
 * @param options of the stack
 */
export async function stackOfCopy(
    what: string,
    dags: Record<string, string> = {},
    options: TestStackOptions = {},
): Promise<StackOfCopy> {
    const copy = new CheckoutCopy();
    for (const [id, text] of Object.entries(dags)) {
        copy.addDag(id, text);
    }
    return { copy, stack: await makeTestStack(what, options) };
}

/** Removes the stack, if there is one, and goes back to the checkout. */
export async function leaveCopy(stack: TestStack | undefined): Promise<void> {
    try {
        await stack?.destroy();
        stack?.forget();
    } finally {
        // The next test file may run in this process.
        process.chdir(project);
    }
}
