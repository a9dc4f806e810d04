// Pulumi would compile and type-check the pack at each start, which takes three seconds; types are checked by the tests.
require("tsx/cjs");
require("./pack.ts");
