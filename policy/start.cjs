// Pulumi would compile and type-check the pack at every start, which takes three seconds. `npm test` checks the types.
require("tsx/cjs");
require("./pack.ts");
