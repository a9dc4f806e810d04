/** Pulumi's provider protocol, answered from a plugin's resources. */
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import * as plugin from "@pulumi/pulumi/proto/plugin_pb";
import * as provider from "@pulumi/pulumi/proto/provider_pb";
import { randomBytes } from "node:crypto";
import { answer } from "./answer";
import { asItWas } from "./as-it-was";
import { autoName } from "./auto-name";
import { checked } from "./checked";
import type { Plugin } from "./plugin";
import { changes, type Properties, type Resource, UNKNOWN } from "./resource";
import { refuseOtherStacks } from "./stack";
import { properties, settings, struct } from "./values";

/** Method names are the protocol's. Methods that are missing here are answered with "unimplemented", which the engine knows. */
export class Server {
    public constructor(private readonly plugin: Plugin) {}

    public getPluginInfo = answer((_request: Empty) => {
        const info = new plugin.PluginInfo();
        info.setVersion(this.plugin.version);
        return info;
    });

    public attach = answer((_request: plugin.PluginAttach) => new Empty());

    public cancel = answer((_request: Empty) => new Empty());

    public getSchema = answer((_request: provider.GetSchemaRequest) => {
        const response = new provider.GetSchemaResponse();
        response.setSchema(JSON.stringify({ name: this.plugin.name, version: this.plugin.version }));
        return response;
    });

    public checkConfig = answer((request: provider.CheckRequest) =>
        checked(properties(request.getNews()), this.plugin.checkConfig?.(settings(request.getNews())) ?? {}),
    );

    public diffConfig = answer((_request: provider.DiffRequest) => new provider.DiffResponse());

    public configure = answer((request: provider.ConfigureRequest) => {
        this.plugin.configure?.(settings(request.getArgs()));
        const response = new provider.ConfigureResponse();
        // Secrets are not accepted: the engine then strips their wrapping, and marks what comes back under the same names.
        response.setAcceptsecrets(false);
        response.setSupportspreview(true);
        return response;
    });

    public check = answer((request: provider.CheckRequest) => {
        const resource = this.resource(request.getUrn());
        refuseOtherStacks(request.getUrn(), this.plugin);
        const inputs = properties(request.getNews());
        if (resource.autoName && inputs.name === undefined) {
            const [before, seed] = [properties(request.getOlds()).name, request.getRandomseed_asU8()];
            inputs.name = before ?? autoName(request.getUrn(), seed.length ? seed : randomBytes(4));
        }
        return checked(inputs, resource.check?.({ ...resource.defaults, ...inputs }) ?? {});
    });

    public diff = answer((request: provider.DiffRequest) => {
        const resource = this.resource(request.getUrn());
        const ignored = request.getIgnorechangesList();
        const state = properties(request.getOlds());
        const changed = changes(resource, state, properties(request.getNews())).filter(
            (name) => !ignored.includes(name),
        );
        const due = resource.isDue?.(state) === true ? ["readyForRenewal"] : [];
        changed.push(...due);
        const replaces = [...changed.filter((name) => resource.replaceOn.includes(name)), ...due];
        const response = new provider.DiffResponse();
        response.setChanges(
            changed.length ? provider.DiffResponse.DiffChanges.DIFF_SOME : provider.DiffResponse.DiffChanges.DIFF_NONE,
        );
        response.setDiffsList(changed);
        response.setReplacesList(replaces);
        response.setDeletebeforereplace(replaces.length > 0 && resource.deleteBeforeReplace === true);
        return response;
    });

    public create = answer(async (request: provider.CreateRequest) => {
        const resource = this.resource(request.getUrn());
        const inputs = { ...resource.defaults, ...properties(request.getProperties()) };
        const response = new provider.CreateResponse();
        if (request.getPreview()) {
            const unknown: Properties = Object.fromEntries(resource.computed.map((name) => [name, UNKNOWN]));
            response.setProperties(struct({ ...unknown, ...inputs }));
            return response;
        }
        const { id, outputs } = await resource.create(inputs);
        response.setId(id);
        response.setProperties(struct(outputs));
        return response;
    });

    public read = answer(async (request: provider.ReadRequest) => {
        const resource = this.resource(request.getUrn());
        const state = properties(request.getProperties());
        const response = new provider.ReadResponse();
        const found = resource.read
            ? await resource.read(request.getId(), state).catch(asItWas(request, state))
            : { id: request.getId(), outputs: state };
        if (!found) {
            return response;
        }
        response.setId(found.id);
        response.setProperties(struct(found.outputs));
        // What the program said stays the program's; only an import, which has no inputs yet, takes them from what is there.
        const inputs = properties(request.getInputs());
        response.setInputs(struct(Object.keys(inputs).length ? inputs : without(found.outputs, resource.computed)));
        return response;
    });

    public update = answer(async (request: provider.UpdateRequest) => {
        const resource = this.resource(request.getUrn());
        const inputs = { ...resource.defaults, ...properties(request.getNews()) };
        const before = properties(request.getOlds());
        const response = new provider.UpdateResponse();
        const outputs =
            request.getPreview() || !resource.update
                ? { ...before, ...inputs }
                : await resource.update(request.getId(), before, inputs);
        response.setProperties(struct(outputs));
        return response;
    });

    public delete = answer(async (request: provider.DeleteRequest) => {
        await this.resource(request.getUrn()).delete?.(request.getId(), properties(request.getProperties()));
        return new Empty();
    });

    private resource(urn: string): Resource {
        const type = urn.split("::")[2]?.split("$").pop() ?? "";
        const resource = this.plugin.resources[type];
        if (!resource) {
            const known = Object.keys(this.plugin.resources).join(", ");
            throw new Error(
                `the stand-in for the ${this.plugin.name} plugin has no ${type}, only ${known}: ` +
                    `install the official plugin with 'pulumi plugin install resource ${this.plugin.name} ${this.plugin.version}'`,
            );
        }
        return resource;
    }
}

function without(values: Properties, names: string[]): Properties {
    return Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)));
}
