/** Stands in for the plugin `postgresql` where the official one cannot be had. */
import { serve } from "../server";
import { database } from "./database";
import { grant } from "./grant";
import { role } from "./role";
import { checkConfig, configure } from "./server";

declare const VERSION: string;

serve({
    name: "postgresql",
    version: VERSION,
    resources: {
        "postgresql:index/database:Database": database,
        // The program has no grants any more, but a stack that was made before it lost them must be able to delete its own.
        "postgresql:index/grant:Grant": grant,
        "postgresql:index/role:Role": role,
    },
    checkConfig,
    configure,
});
