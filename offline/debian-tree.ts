/** What makes debootstrap's tree of files an image: small, with this machine's package sources and certificates. */
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { run } from "../commands/set-up/command";

const CERTIFICATES = "/usr/local/share/ca-certificates";
const BUNDLE = "/etc/ssl/certs/ca-certificates.crt";

/** Left out by Debian's own slim images too. */
const NOT_NEEDED = [
    "usr/share/doc",
    "usr/share/man",
    "usr/share/locale",
    "usr/share/info",
    "var/cache/apt",
    "var/lib/apt/lists",
    "var/log",
];

export interface Sources {
    mirror: string;
    security?: string;
}

/** The Debian mirrors that this machine's apt uses: no host has to be guessed, and a company's mirror is taken by itself. */
export function sources(folder = "/etc/apt"): Sources {
    const files = [join(folder, "sources.list"), ...filesIn(join(folder, "sources.list.d"))].filter((file) =>
        existsSync(file),
    );
    const found = files.flatMap((file) => entries(readFileSync(file, "utf8")));
    const debian = found.filter(({ components }) => components.includes("main") && !components.includes("universe"));
    const security = debian.find(({ suites }) => suites.some((suite) => suite.endsWith("-security")));
    const mirror = debian.find(({ suites, uri }) => /debian/.test(uri) && suites.some((suite) => !suite.includes("-")));
    if (!mirror) {
        throw new Error(
            `no Debian mirror stands in ${folder}: it is needed to make the base image, since no image registry answers`,
        );
    }
    return { mirror: mirror.uri, security: security?.uri };
}

interface Entry {
    uri: string;
    suites: string[];
    components: string[];
}

/** Both of apt's formats: one line each, or paragraphs of fields. */
function entries(text: string): Entry[] {
    const lines = [...text.matchAll(/^deb\s+(?:\[[^\]]*\]\s+)?(\S+)\s+(\S+)\s+(.+)$/gm)];
    const paragraphs = text.split(/\n\s*\n/).map((paragraph) => {
        const field = (name: string): string[] =>
            new RegExp(`^${name}:(.*)$`, "im").exec(paragraph)?.[1]?.trim().split(/\s+/) ?? [];
        return { types: field("Types"), uris: field("URIs"), suites: field("Suites"), components: field("Components") };
    });
    return [
        ...lines.map(([, uri = "", suite = "", components = ""]) => ({
            uri,
            suites: [suite],
            components: components.split(/\s+/),
        })),
        ...paragraphs
            .filter(({ types }) => types.includes("deb"))
            .flatMap(({ uris, suites, components }) => uris.map((uri) => ({ uri, suites, components }))),
    ];
}

/** Adds what debootstrap does not know about and removes what an image does not need. */
export async function fillIn(tree: string, release: string): Promise<void> {
    const certificates = join(tree, CERTIFICATES);
    mkdirSync(certificates, { recursive: true });
    for (const file of ownCertificates()) {
        copyFileSync(file, join(certificates, basename(file)));
    }
    await run("chroot", [tree, "update-ca-certificates"]);
    const { mirror, security } = sources();
    const lines = [`deb ${mirror} ${release} main`, `deb ${mirror} ${release}-updates main`];
    if (security) {
        lines.push(`deb ${security} ${release}-security main`);
    }
    writeFileSync(join(tree, "etc/apt/sources.list"), `${lines.join("\n")}\n`);
    for (const folder of NOT_NEEDED) {
        for (const entry of readdirSync(join(tree, folder))) {
            rmSync(join(tree, folder, entry), { recursive: true, force: true });
        }
    }
    // Packages installed later leave their documentation out as well, but keep the licences.
    const exclude = ["doc", "man", "info", "locale"].map((each) => `path-exclude=/usr/share/${each}/*`);
    writeFileSync(
        join(tree, "etc/dpkg/dpkg.cfg.d/slim"),
        `${[...exclude, "path-include=/usr/share/doc/*/copyright"].join("\n")}\n`,
    );
}

/** Certificate authorities that this machine trusts besides the public ones, and where pip and uv are told to look for packages. */
export function settingsOfHost(
    environment: NodeJS.ProcessEnv = process.env,
    own = ownCertificates().length > 0,
): string[] {
    const settings: Record<string, string | undefined> = {};
    if (own) {
        Object.assign(settings, { PIP_CERT: BUNDLE, SSL_CERT_FILE: BUNDLE, REQUESTS_CA_BUNDLE: BUNDLE });
    }
    for (const name of ["PIP_INDEX_URL", "UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_TRUSTED_HOST"]) {
        // An address with a password in it would be readable to everyone who has the image.
        if (!/:\/\/[^/]*@/.test(environment[name] ?? "")) {
            settings[name] = environment[name];
        }
    }
    return Object.entries(settings).flatMap(([name, value]) => (value ? [`ENV ${name}=${value}`] : []));
}

function ownCertificates(): string[] {
    return filesIn(CERTIFICATES).filter((file) => file.endsWith(".crt"));
}

function filesIn(folder: string): string[] {
    return existsSync(folder) ? readdirSync(folder).map((file) => join(folder, file)) : [];
}
