/** Stands in for the plugin `gcp` where the official one, 190 MB, cannot be had. It speaks to Google's real APIs. */
import { serve } from "../server";
import { account } from "./account";
import { iamMember } from "./iam-member";
import { key } from "./key";
import { checkConfig, configure } from "./settings";

declare const VERSION: string;

serve({
    name: "gcp",
    version: VERSION,
    resources: {
        "gcp:projects/iAMMember:IAMMember": iamMember,
        "gcp:serviceaccount/account:Account": account,
        "gcp:serviceaccount/key:Key": key,
    },
    checkConfig,
    configure,
});
