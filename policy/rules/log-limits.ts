import { containerRule } from "../container-rule";

const mend =
    "Make it with Service or Job (components/container), which limit logs, or give it logDriver json-file and logOpts max-size and max-file";

/** A log without an end fills the disk of the Docker host, and then everything on it stops. */
export const logLimits = containerRule(
    "log-limits",
    "The log of every container has a limit.",
    ({ logDriver, logOpts }) => {
        if (logDriver !== "json-file" && logDriver !== "local") {
            return [
                {
                    wrong: `has the log driver ${logDriver ?? "that the engine happens to have"}, whose limit nobody sees here`,
                    mend,
                },
            ];
        }
        const missing = [
            ...(/^[1-9]\d*[kmg]$/i.test(logOpts?.["max-size"] ?? "") ? [] : ["max-size"]),
            ...(/^[1-9]\d*$/.test(logOpts?.["max-file"] ?? "") ? [] : ["max-file"]),
        ];
        return missing.length > 0 ? [{ wrong: `has a log without a limit (${missing.join(" and ")})`, mend }] : [];
    },
);
