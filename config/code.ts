import * as pulumi from "@pulumi/pulumi";
import { type Code } from "../components/docker/code";
import { type SettingsReader } from "./reader";
import * as values from "./values";

/**
 * How the user's code reaches the containers. By default, edits are live only on the machine on which they are made.
 *
 * @param remote whether another machine runs the containers
 */
export function readCode(reader: SettingsReader, remote: boolean): Code {
    const given = reader.optional("code", values.code);
    if (given === "mounted" && remote) {
        reader.refuse(
            "code",
            "another machine runs the containers, and cannot mount this checkout",
            "pulumi config set code baked",
        );
    }
    return given ?? (pulumi.getStack() === "local" && !remote ? "mounted" : "baked");
}
