/** What is special about Debian and what is made from it: packages can be installed here by name. */
import { existsSync, readFileSync } from "node:fs";
import { run } from "./command";

/** Whether the machine is Debian or made from it. */
export function debian(): boolean {
    const release = existsSync("/etc/os-release") ? readFileSync("/etc/os-release", "utf8") : "";
    return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(release);
}

export async function aptInstall(packages: string[]): Promise<void> {
    const options = { environment: { DEBIAN_FRONTEND: "noninteractive" } };
    await run("apt-get", ["-o", "DPkg::Lock::Timeout=300", "update"], options);
    await run(
        "apt-get",
        ["-o", "DPkg::Lock::Timeout=300", "install", "-y", "--no-install-recommends", ...packages],
        options,
    );
}
