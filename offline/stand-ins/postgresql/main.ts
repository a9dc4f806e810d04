/** Stands in for the plugin `postgresql` where the official one cannot be had. */
import { serve } from "../server";
import { database } from "./database";
import { defaultPrivileges } from "./default-privileges";
import { grant } from "./grant";
import { role } from "./role";
import { checkConfig, configure } from "./server";

declare const VERSION: string;

serve({
    name: "postgresql",
    version: VERSION,
    resources: {
        "postgresql:index/database:Database": database,
        "postgresql:index/defaultPrivileges:DefaultPrivileges": defaultPrivileges,
        "postgresql:index/grant:Grant": grant,
        "postgresql:index/role:Role": role,
    },
    checkConfig,
    configure,
});
