import { generatedPasswords } from "./rules/generated-passwords";
import { healthCheck } from "./rules/health-check";
import { logLimits } from "./rules/log-limits";
import { noOpenPort } from "./rules/no-open-port";
import { noPrivilegedContainer } from "./rules/no-privileged-container";
import { noSecretInEnvironment } from "./rules/no-secret-in-environment";

/** Every rule of the pack. */
export const rules = [
    noSecretInEnvironment,
    noPrivilegedContainer,
    logLimits,
    healthCheck,
    noOpenPort,
    generatedPasswords,
];
