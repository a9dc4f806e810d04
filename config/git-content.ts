import { BadValue } from "./values";

/** A branch or tag. https://git-scm.com/docs/git-check-ref-format, kept to what needs no quotes anywhere. */
export function ref(value: string): string {
    if (/^([0-9a-f]{40}|[0-9a-f]{64})$/.test(value)) {
        throw new BadValue(
            "it is a commit, which nothing could be pushed to, and Airflow cannot go back to an older one: write a branch or a tag",
        );
    }
    if (!/^\w[\w./+-]*$/.test(value) || /\.\.|\/\/|\/\.|(\.|\/|\.lock)$|^refs\//.test(value)) {
        throw new BadValue(`"${value}" is no name of a branch or a tag, such as main or v1.2`);
    }
    return value;
}

/** Folder of a repository. */
export function subdir(value: string): string {
    const folder = value.replace(/\/$/, "");
    if (!/^[\w.-]+(\/[\w.-]+)*$/.test(folder) || folder.split("/").some((part) => part === "." || part === "..")) {
        throw new BadValue(`"${value}" is no folder of the repository: write a path such as airflow/dags`);
    }
    return folder;
}
