/** Stands in for the plugin `tls` where the official one cannot be had. */
import { serve } from "../server";
import { privateKey } from "./private-key";

declare const VERSION: string;

serve({ name: "tls", version: VERSION, resources: { "tls:index/privateKey:PrivateKey": privateKey } });
