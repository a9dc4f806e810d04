import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import * as provider from "@pulumi/pulumi/proto/provider_pb";
import { Server } from "../stand-ins/protocol";
import { changes, type Properties, type Resource, UNKNOWN } from "../stand-ins/resource";

const URN = "urn:pulumi:local::project::a:b:Parent$test:index/thing:Thing::my-thing";

const thing: Resource = {
    defaults: { size: 1 },
    replaceOn: ["place"],
    deleteBeforeReplace: true,
    computed: ["serial"],
    autoName: true,
    check: ({ size }): Record<string, string> => (size === 99 ? { size: "is too large" } : {}),
    create: (inputs) =>
        inputs.name === "bad"
            ? Promise.reject(new Error("no room"))
            : Promise.resolve({ id: "1", outputs: { ...inputs, serial: "s-1" } }),
    read: (id, state) =>
        id === "down" ? Promise.reject(refused()) : Promise.resolve(id === "gone" ? undefined : { id, outputs: state }),
};

/** The client's error when no server listens. */
function refused(): Error {
    return new Error("could not connect to the server", {
        cause: Object.assign(new Error("refused"), { code: "ECONNREFUSED" }),
    });
}

let configured: Properties = {};
const server = new Server({
    name: "test",
    version: "1.2.3",
    resources: { "test:index/thing:Thing": thing },
    configure: (config) => (configured = config),
});

/** Calls a method as gRPC would. */
function call<Request, Response>(
    method: (
        call: { request: Request },
        callback: (error: { details?: string } | null, response?: Response) => void,
    ) => void,
    request: Request,
): Promise<Response> {
    return new Promise((resolve, reject) =>
        method({ request }, (error, response) =>
            error ? reject(new Error(error.details)) : resolve(response as Response),
        ),
    );
}

const struct = (values: Properties): Struct => Struct.fromJavaScript(values as ReturnType<Struct["toJavaScript"]>);

function diff(olds: Properties, news: Properties): Promise<provider.DiffResponse> {
    const request = new provider.DiffRequest();
    request.setUrn(URN);
    request.setOlds(struct(olds));
    request.setNews(struct(news));
    return call(server.diff, request);
}

function create(properties: Properties, preview: boolean): Promise<provider.CreateResponse> {
    const request = new provider.CreateRequest();
    request.setUrn(URN);
    request.setProperties(struct(properties));
    request.setPreview(preview);
    return call(server.create, request);
}

it("opens the secrets of the provider's own settings", async () => {
    const request = new provider.ConfigureRequest();
    const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value: "0123" };
    request.setArgs(struct({ host: "db", port: "5432", password: secret }));
    const response = await call(server.configure, request);
    expect(configured).toEqual({ host: "db", port: "5432", password: "0123" });
    expect(response.getAcceptsecrets()).toBe(false);
});

it("names a resource after itself, and keeps the name", async () => {
    const request = new provider.CheckRequest();
    request.setUrn(URN);
    request.setOlds(new Struct());
    request.setNews(new Struct());
    request.setRandomseed(new Uint8Array([1, 2, 3, 4]));
    expect((await call(server.check, request)).getInputs()?.toJavaScript()).toEqual({ name: "my-thing-0102030" });
    request.setOlds(struct({ name: "my-thing-fffffff" }));
    expect((await call(server.check, request)).getInputs()?.toJavaScript()).toEqual({ name: "my-thing-fffffff" });
});

it("hands on what is wrong with an input", async () => {
    const request = new provider.CheckRequest();
    request.setUrn(URN);
    request.setNews(struct({ name: "a", size: 99 }));
    const failures = (await call(server.check, request)).getFailuresList();
    expect(failures.map((failure) => [failure.getProperty(), failure.getReason()])).toEqual([["size", "is too large"]]);
});

it("sees no change where the program leaves a default or an output open", async () => {
    const response = await diff({ name: "a", size: 1, serial: "s-1" }, { name: "a" });
    expect(response.getChanges()).toBe(provider.DiffResponse.DiffChanges.DIFF_NONE);
});

it("tells which change replaces and which does not", async () => {
    const inPlace = await diff({ name: "a", size: 1 }, { name: "a", size: 2 });
    expect([inPlace.getDiffsList(), inPlace.getReplacesList(), inPlace.getDeletebeforereplace()]).toEqual([
        ["size"],
        [],
        false,
    ]);
    const replaced = await diff({ name: "a", size: 1, place: "x" }, { name: "a", place: "y" });
    expect([replaced.getDiffsList(), replaced.getReplacesList(), replaced.getDeletebeforereplace()]).toEqual([
        ["place"],
        ["place"],
        true,
    ]);
});

it("notices a value that was taken away", () => {
    expect(changes(thing, { name: "a", size: 5 }, { name: "a" })).toEqual(["size"]);
    expect(changes(thing, { name: "a", size: 1, note: "x" }, { name: "a" })).toEqual(["note"]);
});

it("creates nothing in a preview, and marks what only creation tells", async () => {
    const preview = await create({ name: "a" }, true);
    expect(preview.getProperties()?.toJavaScript()).toEqual({ name: "a", size: 1, serial: UNKNOWN });
    expect(preview.getId()).toBe("");
    const made = await create({ name: "a" }, false);
    expect([made.getId(), made.getProperties()?.toJavaScript()]).toEqual(["1", { name: "a", size: 1, serial: "s-1" }]);
});

it("fails with the reason alone, without a stack trace", async () => {
    await expect(create({ name: "bad" }, false)).rejects.toThrow(/^no room$/);
});

it("reads a resource that is gone as gone", async () => {
    const request = new provider.ReadRequest();
    request.setUrn(URN);
    request.setId("gone");
    expect((await call(server.read, request)).getId()).toBe("");
});

it("names the official plugin for a type that it does not know", async () => {
    const request = new provider.CreateRequest();
    request.setUrn("urn:pulumi:local::project::test:index/other:Other::x");
    await expect(call(server.create, request)).rejects.toThrow("pulumi plugin install resource test 1.2.3");
});

describe("what cannot be looked at, since its server is down", () => {
    const read = (state: Properties): Promise<provider.ReadResponse> => {
        const request = new provider.ReadRequest();
        request.setUrn(URN);
        request.setId("down");
        request.setProperties(struct(state));
        return call(server.read, request);
    };

    it("is kept as it was by a refresh, so that the update can start the server", async () => {
        const written = jest.spyOn(process.stderr, "write").mockReturnValue(true);
        const response = await read({ size: 2 });
        expect(response.getId()).toBe("down");
        expect(response.getProperties()?.toJavaScript()).toEqual({ size: 2 });
        expect(written).toHaveBeenCalledWith(expect.stringContaining("could not connect to the server"));
        written.mockRestore();
    });

    it("cannot be imported", async () => {
        await expect(read({})).rejects.toThrow("could not connect to the server");
    });
});
