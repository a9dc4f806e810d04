import { readOptions, usage } from "../../../commands/helm-values/options";

test("a stack may be named with or without --stack", () => {
    const prod = { stack: "prod", part: "values", registry: "REGISTRY" };
    expect(readOptions(["--stack", "prod"])).toEqual(prod);
    expect(readOptions(["prod"])).toEqual(prod);
    expect(readOptions([])).toEqual({ ...prod, stack: "local" });
    expect(readOptions(["prod", "--registry", "registry.example.com:5000/data/", "--dbt"])).toEqual({
        stack: "prod",
        part: "dbt",
        registry: "registry.example.com:5000/data",
    });
    expect(readOptions(["--secrets"])).toMatchObject({ part: "secrets" });
    expect(readOptions(["--help"])).toBeUndefined();
    expect(usage).toContain("--secrets");
});

test.each([
    [["prod", "--stack", "local"], "Name one stack, not prod and local"],
    [["--dbt", "--secrets"], "Choose --dbt or --secrets"],
    [["--registry", "https://registry.example.com"], "--registry needs a host"],
    [["--registry", "REGISTRY"], "--registry needs a host"],
    [["--registry", ""], "--registry needs a host"],
    [["--force"], "Unknown option '--force'"],
])("%j is refused", (words, message) => {
    expect(() => readOptions(words)).toThrow(message);
});
