import { sharedStacks } from "./shared-stack";

export default async function globalTearDown(): Promise<void> {
    for (const stack of sharedStacks()) {
        await stack.destroy();
        stack.forget();
    }
}
