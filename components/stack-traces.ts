import { install } from "source-map-support";

const nothing = JSON.stringify({ version: 3, sources: [], names: [], mappings: "" });

/**
 * Shows Pulumi's own files in stack traces as they are. The SDK has source-map-support map them to TypeScript files that its package
 * does not contain, with paths such as `node_modules/@pulumi/resource.ts`. Printing such a path in color, as the SDK does with each
 * error, is an endless loop in Node 20 and 22 (`markNodeModules` in lib/internal/util/inspect.js): an error took 12 to 45 seconds
 * and all memory of the process.
 */
install({
    retrieveSourceMap: (source) => (source.includes("/@pulumi/pulumi/") ? { url: source, map: nothing } : null),
});
