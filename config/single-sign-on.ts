import * as pulumi from "@pulumi/pulumi";
import { closest } from "fastest-levenshtein";
import { type SingleSignOn } from "../components/airflow/single-sign-on";
import { object } from "./maps";
import { type SettingsReader } from "./reader";
import { caCertificate } from "./server";
import { refuseSetTwice } from "./set-twice";
import { BadValue } from "./values";

const setting = "singleSignOn";
const needed = ["issuer", "clientId", "clientSecret"];
const defaults = { name: "openid", scopes: "openid email profile", rolesClaim: "groups" };
/** Those fields that are text, each with what checks its value. */
const texts: Record<string, (value: string) => unknown> = {
    name,
    issuer,
    clientId: String,
    clientSecret: String,
    scopes,
    rolesClaim: String,
    defaultRole: role,
    caCertificate,
};
const fields = [...Object.keys(texts), "roles"];

/** How people log in to Airflow's UI; undefined: with a password of Airflow. */
export function readSingleSignOn(reader: SettingsReader): SingleSignOn | undefined {
    const given = reader.optional(setting, object);
    if (given === undefined || Object.keys(given).length === 0) {
        return undefined;
    }
    refuseUnknown(reader, given);
    refuseBadTexts(reader, given);
    refuseBadRoles(reader, given);
    if (given.clientSecret !== undefined && !reader.isEncrypted(setting)) {
        reader.refuse(
            setting,
            "clientSecret is in plain text",
            `${set("clientSecret")}   (and change the secret at the OpenID server: it may have been read)`,
        );
    }
    refuseSetTwice(reader, { AIRFLOW__FAB__CONFIG_FILE: setting });
    const { caCertificate: authority, ...settings } = { roles: {}, ...defaults, ...given } as Record<string, unknown>;
    return {
        settings: pulumi.secret(JSON.stringify(settings)),
        caCertificate: authority as string | undefined,
    };
}

function refuseUnknown(reader: SettingsReader, given: object): void {
    for (const field of Object.keys(given).filter((each) => !fields.includes(each))) {
        reader.refuse(
            setting,
            `it has no field ${field}; the closest is ${closest(field, fields)}`,
            `pulumi config rm --path '${setting}["${field}"]'`,
        );
    }
}

function refuseBadTexts(reader: SettingsReader, given: Record<string, unknown>): void {
    for (const field of needed.filter((each) => given[each] === undefined)) {
        reader.refuse(setting, `${field} is missing`, set(field));
    }
    for (const field of Object.keys(texts).filter((each) => given[each] !== undefined)) {
        try {
            texts[field](text(given[field]));
        } catch (error) {
            reader.refuse(setting, `${field}: ${(error as Error).message}`, set(field));
        }
    }
}

function refuseBadRoles(reader: SettingsReader, { roles = {}, defaultRole }: Record<string, unknown>): void {
    const refuse = (wrong: string) => reader.refuse(setting, wrong, set('roles["<group>"]', "Viewer"));
    if (typeof roles !== "object" || roles === null || Array.isArray(roles)) {
        refuse("roles must be an object: values of the claim with roles of Airflow");
        return;
    }
    if (Object.keys(roles).length === 0 && defaultRole === undefined) {
        refuse("nobody would get in: map a group in roles, or set defaultRole");
    }
    for (const [group, value] of Object.entries(roles)) {
        try {
            role(text(value));
        } catch (error) {
            refuse(`roles["${group}"]: ${(error as Error).message}`);
        }
    }
}

/** The command that sets a field. Values are never numbers: a client's id may have more digits than a number keeps. */
function set(field: string, value = "<value>"): string {
    if (field === "clientSecret") {
        return `pulumi config set --secret --path ${setting}.clientSecret`;
    }
    return field === "caCertificate"
        ? `pulumi config set --path ${setting}.caCertificate < ca.pem`
        : `pulumi config set --type string --path '${setting}.${field}' ${value}`;
}

function text(value: unknown): string {
    if (typeof value !== "string" || value.trim() === "") {
        throw new BadValue("it must be a text");
    }
    return value;
}

/** Part of the callback's address. */
function name(value: string): void {
    if (!/^[A-Za-z0-9-]{1,40}$/.test(value)) {
        throw new BadValue("use letters, digits and -, up to 40");
    }
}

function issuer(value: string): void {
    const url = URL.canParse(value) ? new URL(value) : undefined;
    if (url?.protocol !== "https:" || url.username !== "" || url.search !== "" || url.hash !== "") {
        throw new BadValue("it must be the address of the OpenID server, https://…, without a user, ? and #");
    }
}

function scopes(value: string): void {
    if (!value.split(" ").includes("openid")) {
        throw new BadValue("openid must be among them: without it, the server sends no ID token");
    }
}

/** Airflow may have further roles, which somebody made in its UI. */
function role(value: string): void {
    const meant = ["Admin", "Op", "User", "Viewer", "Public"].find(
        (each) => each.toLowerCase() === value.toLowerCase(),
    );
    if (meant !== undefined && meant !== value) {
        throw new BadValue(`case counts, write ${meant}`);
    }
}
