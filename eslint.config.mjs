import eslint from "@eslint/js";
import tseslint from "typescript-eslint";

export default tseslint.config(
    { ignores: ["node_modules", "test-output", ".pulumi-state", "coverage"] },
    eslint.configs.recommended,
    ...tseslint.configs.recommendedTypeChecked,
    {
        languageOptions: {
            parserOptions: {
                projectService: {
                    allowDefaultProject: [
                        "*.mjs",
                        "*.cjs",
                        "commands/*.mjs",
                        "commands/set-up/*.mjs",
                        "policy/*.cjs",
                        "test/integration/support/*.cjs",
                    ],
                },
                tsconfigRootDir: import.meta.dirname,
            },
        },
        rules: {
            curly: "error",
            // A Pulumi resource is registered by its constructor: `new Thing(...)` alone is the point.
            "no-new": "off",
            "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
            "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
        },
    },
    {
        files: ["**/*.mjs", "**/*.cjs"],
        ...tseslint.configs.disableTypeChecked,
        rules: { ...tseslint.configs.disableTypeChecked.rules, "@typescript-eslint/no-require-imports": "off" },
        languageOptions: {
            globals: {
                module: "writable",
                require: "readonly",
                process: "readonly",
                console: "readonly",
                URL: "readonly",
            },
        },
    },
);
