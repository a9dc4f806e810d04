import type * as pulumi from "@pulumi/pulumi";
import { settled } from "../../tools/mocked/registered";
import { errorOf, read } from "../support/stack-settings";

const imageRegistry = "registry.example.com/team/airflow-dbt";
const imageRegistryPassword = "of-the-registry";
const encrypted = ["imageRegistryPassword"];

describe("the registry of the images", () => {
    test("is none by default, whatever login is", async () => {
        expect((await read()).imageRegistry).toBeUndefined();
        const login = { imageRegistryUser: "robot", imageRegistryPassword };
        expect((await read(login, encrypted)).imageRegistry).toBeUndefined();
    });

    test.each([
        "registry.example.com",
        "registry.example.com:5000",
        "registry:5000/team",
        "localhost/team",
        "10.0.0.5/a/b.c_d__e--f",
        imageRegistry,
    ])("%s is one", async (given) => {
        expect((await read({ imageRegistry: given })).imageRegistry).toEqual({ address: given, login: undefined });
    });

    test.each([
        ["https://registry.example.com/team", "has a scheme: write it without https://"],
        ["registry.example.com/team:latest", "has a tag or a digest"],
        [`registry.example.com/team@sha256:${"0".repeat(64)}`, "has a tag or a digest"],
        ["Registry.Example.com/Team", "has upper-case letters: write registry.example.com/team"],
        ["registry.example.com/team/", "is no place in a registry"],
        ["registry.example.com//team", "is no place in a registry"],
        ["registry.example.com:port/team", "is no place in a registry"],
        ["registry.example.com/te am", "is no place in a registry"],
        ["user@registry.example.com", "is no place in a registry"],
        ["team/airflow-dbt", '"team" is no host of a registry'],
        ["docker.io/team", "write registry-1.docker.io/<user>"],
    ])("%j is refused", async (given, wrong) => {
        const message = await errorOf({ imageRegistry: given });
        expect(message).toMatch(/^ {2}imageRegistry: /m);
        expect(message).toContain(wrong);
        expect(message).toContain("pulumi config set imageRegistry <value>");
    });
});

describe("its login", () => {
    test("has a secret password", async () => {
        const given = { imageRegistry, imageRegistryUser: "robot$team", imageRegistryPassword };
        const { login } = (await read(given, encrypted)).imageRegistry ?? {};
        expect(login?.user).toBe("robot$team");
        expect(await settled(login?.password as pulumi.Output<string>)).toEqual({
            value: imageRegistryPassword,
            secret: true,
        });
    });

    test.each<[string, Record<string, string>, string, string]>([
        [
            "a user without a password",
            { imageRegistryUser: "robot" },
            "imageRegistryPassword: it is missing, and imageRegistryUser is set",
            "pulumi config set --secret imageRegistryPassword",
        ],
        [
            "a password without a user",
            { imageRegistryPassword },
            "imageRegistryUser: it is missing, and imageRegistryPassword is set",
            "pulumi config set imageRegistryUser <name>",
        ],
        [
            "a user with a colon",
            { imageRegistryUser: "robot:team", imageRegistryPassword },
            'imageRegistryUser: "robot:team" is no user of a registry',
            "pulumi config set imageRegistryUser <value>",
        ],
    ])("%s is refused", async (_, login, wrong, fix) => {
        const message = await errorOf({ imageRegistry, ...login }, encrypted);
        expect(message).toContain(wrong);
        expect(message).toContain(fix);
        expect(message).not.toContain("of-the-registry");
    });

    test("a password in plain text is refused", async () => {
        const message = await errorOf({ imageRegistry, imageRegistryUser: "robot", imageRegistryPassword });
        expect(message).toContain("imageRegistryPassword: a secret is in plain text");
        expect(message).not.toContain("of-the-registry");
    });
});
