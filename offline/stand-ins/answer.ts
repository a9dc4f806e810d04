/** Methods as gRPC calls them. */
import * as grpc from "@grpc/grpc-js";

type Call<Request> = { request: Request };
type Answer<Response> = (error: Partial<grpc.ServiceError> | null, response?: Response) => void;

/** Lets a method return or throw, where gRPC wants a callback. */
export function answer<Request, Response>(method: (request: Request) => Response | Promise<Response>) {
    return (call: Call<Request>, callback: Answer<Response>): void => {
        Promise.resolve()
            .then(() => method(call.request))
            .then(
                (response) => callback(null, response),
                (error: Error) => callback({ code: grpc.status.UNKNOWN, details: error.message }),
            );
    };
}
