import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { removeUnknownImages } from "../../../commands/destroy/unknown-images";
import { removeUnknownVolumes } from "../../../commands/destroy/unknown-volumes";
import { removeLeftovers } from "../../../commands/interrupted-update/leftovers";
import { fakeDocker } from "../../support/fake-docker";

/** Stands in for the docker command line: answers with the file of its first two words, and notes the commands. */
const beside = fakeDocker(`#!/bin/sh
folder=$(dirname "$0")
[ "$1" = --host ] && shift 2
echo "$*" >> "$folder/commands"
cat "$folder/$1 $2" 2> /dev/null || true
`);
const stack = { name: "local", suffix: "mine", dockerHost: undefined };
const listed = (command: string, ...lines: string[][]) =>
    writeFileSync(beside(command), lines.map((fields) => `${fields.join("\t")}\n`).join(""));
const commands = () =>
    existsSync(beside("commands")) ? readFileSync(beside("commands"), "utf8").trimEnd().split("\n") : [];
const removals = () => commands().filter((command) => /^(\S+ )?rmi? /.test(command));
let said: string;

beforeEach(() => {
    said = "";
    jest.spyOn(console, "log").mockImplementation((line: string) => void (said += `${line}\n`));
});
afterEach(() => jest.restoreAllMocks());

describe("removeLeftovers", () => {
    test("removes containers and the network of this copy that the state does not know", () => {
        listed(
            "ps --all",
            ["known", "dbt-mine", "dbt"],
            ["left", "postgres-mine", "postgres"],
            // Of the stack `local` of another checkout.
            ["other", "postgres-yours", "postgres"],
        );
        listed("network ls", ["known-net", "dbt-mine"], ["net", "airflow-mine"], ["other-net", "airflow-yours"]);
        expect(removeLeftovers(stack, new Set(["known", "known-net"]))).toBe(true);
        expect(removals()).toEqual(["rm --force --volumes left", "network rm net"]);
        expect(said).toContain("removing 1 containers that an interrupted update left");
        expect(said).toContain("removing the network airflow-mine");
    });

    test("asks for the stack's label, of which an organization is no part", () => {
        expect(removeLeftovers({ ...stack, name: "acme/local" }, new Set())).toBe(false);
        expect(commands().every((command) => command.includes("--filter label=airflow-dbt.stack=local "))).toBe(true);
    });
});

describe("removeUnknownVolumes", () => {
    const volumes = (...sizes: [name: string, role: string, size: string][]) => {
        listed("volume ls", ...sizes.map(([name, role]) => [name, name, role]));
        writeFileSync(beside("system df"), JSON.stringify(sizes.map(([Name, , Size]) => ({ Name, Size }))));
    };

    test("removes empty volumes, and names one that holds data with the command that deletes it", () => {
        volumes(
            ["dbt-data-mine", "dbt-data", "0B"],
            ["postgres-data-mine", "postgres-data", "68.71MB"],
            ["airflow-logs-mine", "airflow-logs", "0B"],
            ["dbt-docs-yours", "dbt-docs", "0B"],
        );
        removeUnknownVolumes(stack, new Set(["airflow-logs-mine"]));
        expect(removals()).toEqual(["volume rm dbt-data-mine"]);
        expect(said).toBe(
            "• removing 1 empty volumes that an interrupted update left\n" +
                "• kept postgres-data-mine: an interrupted update left data there that the state does not know.\n" +
                "  To delete it: docker volume rm postgres-data-mine\n",
        );
    });

    test("names the engine in the command, if a setting does", () => {
        volumes(["postgres-data-mine", "postgres-data", "68.71MB"]);
        removeUnknownVolumes({ ...stack, dockerHost: "ssh://me@elsewhere" }, new Set());
        expect(said).toContain("To delete it: docker --host ssh://me@elsewhere volume rm postgres-data-mine");
    });

    test("does not ask for sizes, which takes time, if the state knows all volumes", () => {
        volumes(["postgres-data-mine", "postgres-data", "68.71MB"]);
        removeUnknownVolumes(stack, new Set(["postgres-data-mine"]));
        expect(commands()).toHaveLength(1);
        expect(said).toBe("");
    });
});

describe("removeUnknownImages", () => {
    test("removes images of this copy that the state does not know", () => {
        listed("images --format", ["dbt-mine:0123456789ab"], ["airflow-mine:0123456789ab"]);
        removeUnknownImages(stack, new Set(["sha256:feeddbt-mine:0123456789ab"]));
        expect(commands()[0]).toContain("--filter reference=airflow-mine --filter reference=dbt-mine");
        expect(removals()).toEqual(["rmi --force airflow-mine:0123456789ab"]);
    });
});
