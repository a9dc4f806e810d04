import { containerRule } from "../container-rule";

const fix =
    "Use Service or Job (components/docker), which limit logs, or set logDriver json-file and logOpts max-size and max-file";

/** An unlimited log fills the disk of the Docker host until everything on it stops. */
export const logLimits = containerRule(
    "log-limits",
    "The log of every container has a size limit.",
    ({ logDriver, logOpts }) => {
        if (logDriver !== "json-file" && logDriver !== "local") {
            return [
                {
                    wrong: `has the log driver ${logDriver ?? "of the engine (none is set)"}, whose limit cannot be checked`,
                    fix,
                },
            ];
        }
        const missing = [
            ...(/^[1-9]\d*[kmg]$/i.test(logOpts?.["max-size"] ?? "") ? [] : ["max-size"]),
            ...(/^[1-9]\d*$/.test(logOpts?.["max-file"] ?? "") ? [] : ["max-file"]),
        ];
        return missing.length > 0 ? [{ wrong: `has a log without a limit (${missing.join(" and ")})`, fix }] : [];
    },
);
