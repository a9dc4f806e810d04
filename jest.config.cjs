// Two runners of one kind: unit tests run under Pulumi mocks in seconds, integration tests drive real containers one after another.
const transform = {
    "^.+\\.ts$": [
        "@swc/jest",
        { jsc: { parser: { syntax: "typescript" }, target: "es2022" }, module: { type: "commonjs" } },
    ],
};

module.exports = {
    maxWorkers: "100%",
    // The SDK opens a debugger session per test file that registers a dynamic resource, and never closes it. Each session keeps the
    // source of every module loaded after it, so that one process for all unit tests takes more than 16 GB.
    workerIdleMemoryLimit: "300MB",
    projects: [
        {
            displayName: "unit",
            testEnvironment: "node",
            transform,
            testMatch: ["<rootDir>/test/**/*.test.ts", "<rootDir>/offline/test/**/*.test.ts"],
            testPathIgnorePatterns: ["<rootDir>/test/integration/"],
        },
        {
            displayName: "integration",
            testEnvironment: "node",
            transform,
            testMatch: ["<rootDir>/test/integration/**/*.test.ts"],
            setupFilesAfterEnv: ["<rootDir>/test/integration/support/time-limit.ts"],
            globalSetup: "<rootDir>/test/integration/support/global-set-up.ts",
            globalTeardown: "<rootDir>/test/integration/support/global-tear-down.ts",
        },
    ],
};
