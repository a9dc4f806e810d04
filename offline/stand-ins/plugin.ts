/** What a stand-in plugin is made of. */
import type { Properties, Resource } from "./resource";

export interface Plugin {
    name: string;
    version: string;
    /** By type token, such as `tls:index/privateKey:PrivateKey`. */
    resources: Record<string, Resource>;
    /** What is wrong with the provider's own settings, by property. */
    checkConfig?(config: Properties): Record<string, string>;
    configure?(config: Properties): void;
}
