/** What `commands/set-up` uses of this folder. Without the folder, set-up downloads or says what is missing. */
import { type Offline } from "../commands/set-up/offline";
import { baseImage } from "./base-image";
import { pulumiCli } from "./pulumi-cli";
import { plugin } from "./plugins";

export const offline: Offline = { pulumiCli, plugin, baseImage };
