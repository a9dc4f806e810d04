import { spawnSync } from "node:child_process";

/**
 * Which of the paths have changes that git does not hold, so that nothing could bring them back.
 *
 * @throws Error if git cannot say it
 */
export function uncommitted(folder: string, paths: string[]): string[] {
    const status = ["-c", "core.quotePath=false", "status", "--porcelain", "--untracked-files=all", "--ignored", "--"];
    const {
        status: code,
        stdout,
        stderr,
        error,
    } = spawnSync("git", [...status, ...paths], {
        cwd: folder,
        encoding: "utf8",
    });
    if (error || code !== 0) {
        const reason = error?.message ?? stderr.trim().split("\n")[0];
        throw new Error(
            `git cannot say whether the files are committed (${reason}), so nothing was removed. To remove them anyway, add --yes`,
        );
    }
    // Two letters of state and a space; paths are relative to the top of the checkout.
    return stdout.split("\n").flatMap((line) => (line === "" ? [] : [line.slice(3)]));
}
