import { type Executors } from "../components/airflow/executors";
import { type SettingsReader } from "./reader";
import { refuseSetTwice } from "./set-twice";
import { BadValue } from "./values";
import { workerList } from "./worker-list";

/** What `workers` sets, as variables. */
const options = Object.fromEntries(
    [
        "AIRFLOW__CORE__EXECUTOR",
        "AIRFLOW__EDGE__API_ENABLED",
        "AIRFLOW__EDGE__API_URL",
        "AIRFLOW__API_AUTH__JWT_PRIVATE_KEY_PATH",
    ].map((name) => [name, "workers"]),
);

/** The settings `workers` and `tasksRunOn`. */
export function readWorkers(reader: SettingsReader): Executors {
    // A list that cannot be read is reported by the reader.
    const workers = reader.optional("workers", workerList) ?? [];
    const chosen = reader.optional("tasksRunOn", place);
    if (workers.length > 0) {
        refuseSetTwice(reader, options);
    } else if (chosen === "workers") {
        reader.refuse(
            "tasksRunOn",
            "it is workers, and there are none",
            "pulumi config set --path 'workers[0].name' <name>   (or: pulumi config rm tasksRunOn)",
        );
    }
    return { workers, tasksRunOn: chosen ?? (workers.length > 0 ? "workers" : "scheduler") };
}

function place(text: string): Executors["tasksRunOn"] {
    if (text !== "scheduler" && text !== "workers") {
        throw new BadValue(`"${text}" is neither scheduler nor workers`);
    }
    return text;
}
