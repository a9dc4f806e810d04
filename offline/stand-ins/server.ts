/**
 * Serves a stand-in plugin to the Pulumi engine.
 *
 * It stands on the protocol definitions of @pulumi/pulumi rather than on its `provider` module, for two reasons: that
 * module throws away what the engine says in `Configure` (host, user, password of a database), and it loads the whole SDK,
 * which would double the time that each `pulumi up` waits for the plugin to start.
 */
import * as grpc from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import type { Plugin } from "./plugin";
import { Server as Protocol } from "./protocol";
import { tellThrough } from "./tell";

/** Listens on a free local port and prints it, as the engine expects of a plugin. */
export function serve(plugin: Plugin): void {
    tellThrough(process.argv[2]);
    const server = new grpc.Server({ "grpc.max_receive_message_length": 400 * 1024 * 1024 });
    server.addService(ResourceProviderService, new Protocol(plugin) as unknown as grpc.UntypedServiceImplementation);
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
        if (error) {
            throw error;
        }
        console.log(String(port));
    });
}
