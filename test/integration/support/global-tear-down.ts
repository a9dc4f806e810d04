import { TestStack } from "../../../tools/running-stack/test-stack";

export default async function globalTearDown(): Promise<void> {
    const stack = TestStack.shared();
    await stack.destroy();
    stack.forget();
}
