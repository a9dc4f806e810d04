import { readFileSync, writeFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { type Worker } from "../../components/airflow/executors";
import { refuseUnknownToState } from "../../config/unknown-to-state";
import { fakeDocker } from "../support/fake-docker";

/** Stands in for the docker command line, which lists the stack's containers or networks. Of other engines, only one answers. */
const beside = fakeDocker(`#!/bin/sh
folder=$(dirname "$0")
echo "$*" >> "$folder/commands"
if [ "$1" = --host ]; then
    [ "$2" = ssh://me@there ] || exit 1
    [ "$3" != ps ] || cat "$folder/there"
    exit
fi
cat "$folder/$1"
`);

/** Has Docker list containers by ID, name and role and networks by ID and name, and checks them against the state. */
async function checked(
    containers: string[][],
    read: () => object,
    networks: string[][] = [],
    workers: Worker[] = [],
): Promise<string[]> {
    const tokens: string[] = [];
    const lines = (listed: string[][]) => listed.map((fields) => `${fields.join("\t")}\n`).join("");
    writeFileSync(beside("ps"), lines(containers));
    writeFileSync(beside("network"), lines(networks));
    await pulumi.runtime.setMocks(
        {
            newResource: ({ inputs }) => ({ id: "id", state: inputs as object }),
            call: ({ token, inputs }) => {
                tokens.push(token, JSON.stringify(inputs));
                return read();
            },
        },
        "airflow-dbt",
        "local",
        false,
        "organization",
    );
    await refuseUnknownToState({ suffix: "test", address: undefined }, workers);
    return tokens;
}

const state = (...ids: string[]) => ({
    outputs: Object.fromEntries(
        ["component", ...ids].map((id, index) => [`urn-${index}`, { outputs: index ? { id } : {} }]),
    ),
});
const scheduler = ["1", "airflow-scheduler-test", "airflow-scheduler"];
const dbt = ["2", "dbt-test", "dbt"];

test("containers that the state has are the stack's", async () => {
    expect(await checked([scheduler, dbt], () => state("1", "2"))).toEqual([
        "pulumi:pulumi:readStackResourceOutputs",
        JSON.stringify({ stackName: "organization/airflow-dbt/local" }),
    ]);
});

test("the state is not read if there are no containers, or only those of other copies", async () => {
    expect(await checked([], () => state())).toEqual([]);
    expect(await checked([["1", "airflow-scheduler-other", "airflow-scheduler"]], () => state())).toEqual([]);
});

test("containers and a network that the state does not have are refused, with the command that removes them", async () => {
    const network = ["3", "airflow-test"];
    const error: unknown = await checked([scheduler, dbt], () => state("1"), [network]).catch(
        (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(pulumi.RunError);
    expect((error as Error).message).toBe(
        "The Docker engine has these already, and this stack's state does not; nothing was changed.\n" +
            "  dbt-test\n" +
            "  airflow-test\n" +
            "If an update was interrupted, run this, which removes them and finishes the update:\n" +
            "      npm start -- --stack local\n" +
            "If they are another checkout's, choose another suffix:\n" +
            "      pulumi config set containerSuffix <another> --stack local",
    );
});

test("the update goes on if the Pulumi engine does not tell what the state has", async () => {
    const refuse = () => {
        throw new Error("unrecognized function name");
    };
    expect(await checked([scheduler], refuse)).toHaveLength(2);
});

describe("with workers", () => {
    const far = { name: "far", docker: "ssh://me@there", concurrency: 8 };
    const asked = () => readFileSync(beside("commands"), "utf8").trim().split("\n");

    test("their machines are asked as well, each once, and named", async () => {
        writeFileSync(beside("there"), "4\tdbt-test\tdbt\n");
        const workers = [far, { ...far, name: "other" }, { ...far, name: "near", docker: undefined }];
        const error: unknown = await checked([dbt], () => state("2"), [], workers).catch((thrown: unknown) => thrown);
        expect((error as Error).message).toContain("nothing was changed.\n  dbt-test on ssh://me@there\nIf an update");
        expect(asked()).toHaveLength(4);
        await checked([dbt], () => state("2", "4"), [], workers);
    });

    test("one that does not answer is left to the first resource there", async () => {
        await checked([dbt], () => state("2"), [], [{ ...far, docker: "ssh://me@gone" }]);
        expect(asked().filter((words) => words.includes("ssh://me@gone"))).toHaveLength(2);
    });

    test("on the stack's own machine, no further process is started", async () => {
        await checked([dbt], () => state("2"), [], [{ ...far, docker: undefined }]);
        expect(asked()).toHaveLength(2);
    });
});
