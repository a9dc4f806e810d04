import { OFFLINE, standInsFor } from "../../../commands/set-up/stand-ins";

test.each([
    ["local", {}, "local"],
    ["acme/local", {}, "local"],
    ["prod", {}, "no stack"],
    ["not-local", {}, "no stack"],
    ["prod", { [OFFLINE]: "1" }, "any stack"],
    ["prod", { [OFFLINE]: "true" }, "any stack"],
    ["prod", { [OFFLINE]: "0" }, "no stack"],
    ["local", { [OFFLINE]: "1" }, "any stack"],
])("stand-ins for %s with %j: %s", (stack, environment, expected) => {
    expect(standInsFor(stack, environment)).toBe(expected);
});
