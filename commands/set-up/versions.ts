/** Which versions are used. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { project } from "./places";

/** The newest CLI whose policy packs work with the newest Node language host that Go module mirrors serve. */
export const CLI = "3.220.0";

/** The version of an npm package that is installed. */
export function packageVersion(name: string): string {
    const manifest = readFileSync(join(project, "node_modules", name, "package.json"), "utf8");
    return (JSON.parse(manifest) as { version: string }).version;
}

/** Whether `version` is `oldest` or newer, within the same major version. */
export function fits(version: string, oldest: string): boolean {
    const [have, need] = [version, oldest].map((each) => each.replace(/^v/, "").split(/[.-]/).map(Number));
    if (!have || !need || have[0] !== need[0]) {
        return false;
    }
    for (let part = 1; part < 3; part++) {
        if ((have[part] ?? 0) !== (need[part] ?? 0)) {
            return (have[part] ?? 0) > (need[part] ?? 0);
        }
    }
    return true;
}
