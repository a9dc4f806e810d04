/** Stands in for the plugin `postgresql` where the official one cannot be had. */
import { serve } from "../server";
import { checkConfig, configure } from "./connection";
import { database } from "./database";
import { grant } from "./grant";
import { role } from "./role";

declare const VERSION: string;

serve({
    name: "postgresql",
    version: VERSION,
    resources: {
        "postgresql:index/database:Database": database,
        "postgresql:index/grant:Grant": grant,
        "postgresql:index/role:Role": role,
    },
    checkConfig,
    configure,
});
