/** Tells the person who waits for the plugin. The engine shows nothing of what a plugin writes to standard error. */
import * as grpc from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";

let engine: InstanceType<typeof EngineClient> | undefined;

/** The engine says at the start of a plugin where it listens. */
export function tellThrough(address: string | undefined): void {
    engine = address ? new EngineClient(address, grpc.credentials.createInsecure()) : undefined;
}

export function tell(line: string): void {
    if (!engine) {
        process.stderr.write(`${line}\n`);
        return;
    }
    const request = new LogRequest();
    request.setSeverity(LogSeverity.INFO);
    request.setMessage(line);
    // An engine that does not hear it has other things to say.
    engine.log(request, () => undefined);
}
