import * as pulumi from "@pulumi/pulumi";
import { type DbtTarget } from "../components/warehouse/warehouse";
import { type SettingsReader } from "./reader";
import * as values from "./values";

/** Target of dbt's profile: by default the stack's name, if there is a target of that name. */
export function readDbtTarget(reader: SettingsReader): DbtTarget {
    return reader.optional("dbtTarget", values.dbtTarget) ?? targetOfStack(reader);
}

function targetOfStack(reader: SettingsReader): DbtTarget {
    const stack = pulumi.getStack();
    if (stack !== "local" && stack !== "prod") {
        reader.refuse(
            "dbtTarget",
            `the stack's name, ${stack}, is no target of dbt's profile, so it must be set`,
            "pulumi config set dbtTarget local",
        );
    }
    return stack as DbtTarget;
}
