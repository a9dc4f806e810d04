import { credentials } from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";

/**
 * Prints a line for the person who waits for the update. `pulumi.log` does not work in a dynamic provider, and what one writes to
 * standard error is not shown. The engine's address is a provider's first argument.
 *
 * @param line what to print; one that ends in `…` is shown as the current status only
 */
export function tell(line: string): void {
    const engine = new EngineClient(process.argv[2], credentials.createInsecure());
    const request = new LogRequest();
    request.setSeverity(LogSeverity.INFO);
    request.setMessage(line);
    request.setEphemeral(line.endsWith("…"));
    // Nothing depends on whether the engine still listens.
    engine.log(request, () => engine.close());
}
