/** The folder `offline/`, which stands in for downloads where only package mirrors answer. The project works without it. */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { project } from "./places";

/** What `offline/offline.ts` exports. */
export interface Offline {
    /** The Pulumi CLI and its Node language host. */
    pulumiCli: {
        /** Changes with whatever they are built from. */
        key(): string;
        /** Builds them, unless that is done already, and returns the folders that hold them; the CLI's comes last. */
        build(): Promise<string[]>;
    };
    /** What takes the place of a plugin; undefined if nothing does. */
    plugin(name: string): StandIn | undefined;
    /** Makes a Debian image on this machine's Docker engine. */
    baseImage(image: string): Promise<void>;
}

/** A plugin that is not the official one. */
export interface StandIn {
    kind: "built from its Go module" | "a stand-in";
    /** Changes with whatever the plugin is made from. */
    key: string;
    /** Builds it, unless that is done already, and returns the program's path. */
    program(): Promise<string>;
}

/** Undefined if the folder was deleted, as a user with Internet access may do. */
export function offline(): Offline | undefined {
    const file = join(project, "offline", "offline.ts");
    // No import that the compiler resolves: it would fail without the folder.
    return existsSync(file) ? (createRequire(__filename)(file) as { offline: Offline }).offline : undefined;
}
