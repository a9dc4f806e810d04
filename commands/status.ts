import { attempt } from "./command-line/attempt";
import { readStackAlone } from "./command-line/stack-option";
import { deploymentOf } from "./interrupted-update/recorded-state";
import { setUp } from "./set-up/set-up";
import { containers } from "./stack/containers";
import { startCommand } from "./stack/stack";
import { defaultOf, settingsInFile, stackFile } from "./stack/stack-file";
import { certificateEnds } from "./status/certificates";
import { readInside } from "./status/inside";
import { report } from "./status/report";
import { secretAges } from "./status/secret-ages";

const usage = `npm run status -- [--stack <name>]

Shows the stack's services, versions, DAGs that cannot be imported, the newest backup, disk space, the age of the generated secrets, and the
end of certificates.
It changes nothing, and exits with 1 if a service is not healthy.

  --stack <name>   default: local`;

attempt(usage, async () => {
    const stack = readStackAlone(usage);
    const services = containers(stack).filter(({ kind }) => kind === "service");
    if (services.length === 0) {
        console.log(`The stack ${stack.name} (${stack.suffix}) has no containers. Create them: ${startCommand(stack)}`);
        return 1;
    }
    const ready = await setUp({ purpose: "settings" });
    const [state, settings, now] = [deploymentOf(ready, stack), settingsInFile(stackFile(stack.name)), new Date()];
    const { secretRotationDays: days = defaultOf("secretRotationDays") } = settings;
    const recorded = {
        secrets: secretAges(state, now),
        rotationDays: Number(days),
        certificates: certificateEnds(state, settings, now),
    };
    console.log(report(stack, services, readInside(stack, services), recorded, now));
    return services.every(({ healthy }) => healthy) ? 0 : 1;
});
