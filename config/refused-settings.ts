import { type RunError } from "@pulumi/pulumi";
import { userError } from "../components/user-error";

/** Something that is wrong with the stack's config, and the command that fixes it. */
export interface Problem {
    setting: string;
    wrong: string;
    fix: string;
}

/** The error that names all that is wrong. It must be thrown before anything changes. */
export function refusedSettings(problems: Problem[]): RunError {
    const lines = problems.map(({ setting, wrong, fix }) => `  ${setting}: ${wrong}.\n      ${fix}`);
    return userError(`The stack's settings cannot be used; nothing was changed.\n${lines.join("\n")}`);
}
