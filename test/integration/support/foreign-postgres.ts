import { randomBytes } from "node:crypto";
import { Client, type QueryResultRow } from "pg";
import { Authority, namesOfThisMachine } from "./foreign-postgres-certificates";
import { type ForeignPostgresOptions, ForeignPostgresProcess } from "./foreign-postgres-process";
import { type PostgresVersion } from "./foreign-postgres-software";
import { gatewayOfDefaultNetwork } from "./docker-gateway";
import { freePorts } from "../../../tools/running-stack/free-ports";
import { waitFor } from "../../../tools/running-stack/run";

/** A role's name and password. */
export interface RoleLogin {
    user: string;
    password: string;
}

/** The role that is superuser, as Postgres names it from the start. */
const SUPERUSER = "postgres";

/**
 * A Postgres server that is not the stack's own: a process of this machine, with data in a folder of its own, gone with the test
 * even if that is killed. It listens on all addresses, so that Pulumi reaches it, and containers of any Docker daemon on this
 * machine. Passwords are random, and checked by SCRAM; its certificate is valid for all addresses of this machine.
 *
 *     const server = await ForeignPostgres.start(16);
 *     const admin = await server.makeAdmin();
 *     await stack.set({ metaDatabaseHost: server.host, metaDatabasePort: server.port, metaDatabaseAdminUser: admin.user });
 *     await stack.setSecret("metaDatabaseAdminPassword", admin.password);
 *     …
 *     await server.remove();
 */
export class ForeignPostgres {
    private constructor(
        public readonly version: PostgresVersion,
        /** Address of this machine that itself and containers reach: the gateway of Docker's default network. */
        public readonly host: string,
        public readonly port: number,
        private readonly process: ForeignPostgresProcess,
        private readonly superuser: RoleLogin,
        private readonly authority: Authority,
        private options: ForeignPostgresOptions,
    ) {}

    /** Makes an empty server of a major version and waits until it answers. */
    public static async start(
        version: PostgresVersion,
        options: ForeignPostgresOptions = {},
    ): Promise<ForeignPostgres> {
        const [port] = await freePorts(1);
        const host = await gatewayOfDefaultNetwork();
        const superuser = { user: SUPERUSER, password: randomPassword() };
        const process = await ForeignPostgresProcess.make(version, port, superuser.user, superuser.password);
        const server = new ForeignPostgres(version, host, port, process, superuser, await Authority.make(), options);
        await server.useCertificate();
        return server;
    }

    /** Certificate of the authority that signed the server's, in PEM format: `metaDatabaseCaCertificate`. */
    public get caCertificate(): string {
        return this.authority.certificate;
    }

    /**
     * Makes a role that may make roles and databases and is no superuser, as managed servers give it to their customers. Without
     * one of the two rights, or with a limit to its connections, if so asked.
     */
    public async makeAdmin(
        user = "admin",
        { createRole = true, createDatabase = true, connectionLimit = -1 } = {},
    ): Promise<RoleLogin> {
        const password = randomPassword();
        const rights = `${createRole ? "CREATEROLE" : "NOCREATEROLE"} ${createDatabase ? "CREATEDB" : "NOCREATEDB"}`;
        await this.query(
            `CREATE ROLE "${user}" LOGIN NOSUPERUSER ${rights} CONNECTION LIMIT ${connectionLimit} PASSWORD '${password}'`,
        );
        return { user, password };
    }

    /** Rows of a query, as superuser. */
    public query<Row extends QueryResultRow>(
        sql: string,
        values: unknown[] = [],
        database = "postgres",
    ): Promise<Row[]> {
        return this.queryAs<Row>(this.superuser, sql, values, database);
    }

    /** Rows of a query as another user; fails with the server's error, which has a `code`. */
    public async queryAs<Row extends QueryResultRow>(
        login: RoleLogin,
        sql: string,
        values: unknown[] = [],
        database = "postgres",
    ): Promise<Row[]> {
        const client = await this.connect(login, database);
        try {
            return (await client.query<Row>(sql, values)).rows;
        } finally {
            await client.end();
        }
    }

    /** A connection that stays until its `end()`, for example to take the last one. */
    public async connect(login: RoleLogin = this.superuser, database = "postgres"): Promise<Client> {
        // Whom the certificate names is the business of those who test that.
        const ssl = this.options.tls === "off" ? false : { rejectUnauthorized: false };
        const client = new Client({ host: this.host, port: this.port, ...login, database, ssl });
        // A stopped server closes its connections, which is no error here.
        client.on("error", () => undefined);
        await client.connect();
        return client;
    }

    /** Shows another certificate: for other host names, or of another authority. Without arguments, the right one. */
    public async useCertificate({
        hosts = [this.host, ...namesOfThisMachine()],
        authority = this.authority,
    } = {}): Promise<void> {
        const { certificate, key } = await authority.sign(hosts);
        this.process.use(certificate, key);
        await this.restart();
    }

    /** Stops if it runs, and starts, if so asked with other options; the rest stays as it was. */
    public async restart(options: ForeignPostgresOptions = {}): Promise<void> {
        await this.stop();
        this.options = { ...this.options, ...options };
        this.process.start(this.options);
        await waitFor(`Postgres ${this.version}, not the stack's own, on port ${this.port}`, 30, async () => {
            if (!this.process.runs) {
                throw new Error(`Postgres ${this.version} did not start:\n${this.process.log}`);
            }
            return this.query("SELECT 1").then(
                () => true,
                () => undefined,
            );
        });
    }

    /** Ends the server, and with it all connections; `restart` brings it back with its data. */
    public stop(): Promise<void> {
        return this.process.stop();
    }

    /** Ends the server and removes all of it. */
    public remove(): Promise<void> {
        return this.process.remove();
    }
}

/** Letters, digits, - and _: needs no quotes in SQL. */
function randomPassword(): string {
    return randomBytes(18).toString("base64url");
}
