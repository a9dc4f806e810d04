import { createServer, type Server, type Socket } from "node:net";
import { connected } from "../stand-ins/postgresql/connection";
import { whyNoConnection } from "../stand-ins/postgresql/no-connection";
import { whyRefused } from "../stand-ins/postgresql/refused";
import { configure, type Way } from "../stand-ins/postgresql/server";

const way: Way = {
    host: "db.example.com",
    port: 5432,
    user: "admin",
    database: "postgres",
    sslMode: "require",
    patience: 15,
    existing: true,
};

/** An error of PostgreSQL's or of Node's. */
const error = (code: string | undefined, message: string, detail?: string): Error =>
    Object.assign(new Error(message), { code, detail });

describe("a connection", () => {
    let server: Server;
    let port: number;
    let greet: (client: Socket, attempt: number) => void;

    beforeAll(async () => {
        let attempt = 0;
        server = createServer((client) => {
            client.on("error", () => undefined);
            client.once("data", () => greet(client, ++attempt));
        });
        await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        port = (server.address() as { port: number }).port;
    });

    afterAll(() => server.close());

    const use = (more: Record<string, unknown>): void =>
        configure({ host: "127.0.0.1", port, username: "admin", password: "hidden", sslmode: "disable", ...more });

    it("is tried again while all are taken, and then used", async () => {
        let tried = 0;
        greet = (client, attempt) => {
            tried = attempt;
            if (attempt < 3) {
                client.end(refusal("53300", "sorry, too many clients already"));
            } else {
                client.write(Buffer.concat([message("R", int(0)), message("Z", Buffer.from("I"))]));
            }
        };
        use({ superuser: "false" });
        expect(await connected(() => Promise.resolve("done"))).toBe("done");
        expect(tried).toBe(3);
    });

    it.each([
        [
            "a silent server",
            () => undefined,
            "no answer within 1 s: correct metaDatabaseHost and metaDatabasePort, or let this machine through the firewall",
        ],
        [
            "a server that hangs up",
            (client: Socket) => client.destroy(),
            "it ended the connection at once: correct metaDatabaseHost and metaDatabasePort",
        ],
        [
            "a wrong password",
            (client: Socket) => client.end(refusal("28P01", "password authentication failed")),
            'password authentication failed for user "admin": correct metaDatabaseAdminUser',
        ],
    ])("to %s fails at once, and says so", async (_what, answer, says) => {
        greet = answer;
        use({ superuser: "false", connectTimeout: "1" });
        const began = Date.now();
        await expect(connected(() => Promise.resolve())).rejects.toThrow(
            `could not connect to the PostgreSQL server at 127.0.0.1:${port}: ${says}`,
        );
        expect(Date.now() - began).toBeLessThan(2000);
    });

    it("to the stack's own server says how to start it, and lets a refresh know", async () => {
        use({ port: 1 });
        await expect(connected(() => Promise.resolve())).rejects.toMatchObject({
            message: expect.stringContaining("'npm start' starts it") as string,
            cause: { code: "ECONNREFUSED" },
        });
    });

    it("to an existing server makes a refresh fail", async () => {
        use({ port: 1, superuser: "false" });
        const thrown: unknown = await connected(() => Promise.resolve()).catch((error: unknown) => error);
        expect(thrown).toMatchObject({ message: expect.stringContaining("start the server, or correct") as string });
        expect(thrown).not.toHaveProperty("cause");
    });

    it("names a certificate that is gone, and what brings it back", async () => {
        use({ sslmode: "verify-full", sslrootcert: ".certificates/gone.pem" });
        await expect(connected(() => Promise.resolve())).rejects.toThrow(
            /cannot read the certificate \.certificates\/gone\.pem: .*'pulumi preview' brings it back/,
        );
    });
});

describe("why there is no connection", () => {
    it.each([
        [
            "ENOTFOUND",
            "getaddrinfo ENOTFOUND db.example.com",
            "there is no host db.example.com: correct metaDatabaseHost",
        ],
        ["EHOSTUNREACH", "connect EHOSTUNREACH", "no answer within 15 s"],
        [
            "28000",
            'no pg_hba.conf entry for host "192.0.2.7", user "admin", database "postgres", SSL encryption',
            'it lets user "admin" in from elsewhere only (no pg_hba.conf entry for host "192.0.2.7"',
        ],
        [
            "28000",
            'role "admin" is not permitted to log in',
            'role "admin" is not permitted to log in: correct metaDatabaseAdminUser',
        ],
        [
            "57P03",
            "the database system is shutting down",
            "it takes no connections now (the database system is shutting down)",
        ],
        ["3D000", 'database "postgres" does not exist', "it has no database postgres"],
        ["CERT_HAS_EXPIRED", "certificate has expired", "its certificate is not valid now (certificate has expired)"],
        ["EUNKNOWN", "something new", "something new"],
    ])("%s %s", (code, text, says) => {
        expect(whyNoConnection(error(code, text), way)).toContain(
            `could not connect to the PostgreSQL server at db.example.com:5432: ${says}`,
        );
    });

    it("is that of the first address, where a name has several", () => {
        const thrown = new AggregateError([
            error("ECONNREFUSED", "connect ECONNREFUSED ::1:5432"),
            error("ECONNREFUSED", "connect ECONNREFUSED 127.0.0.1:5432"),
        ]);
        expect(whyNoConnection(thrown, way)).toContain("nothing listens there");
    });
});

describe("why the server refused", () => {
    it.each([
        [
            "42501",
            'must have admin option on role "airflow"',
            undefined,
            'as a superuser there: GRANT "airflow" TO "admin" WITH ADMIN OPTION',
        ],
        [
            "42501",
            "permission denied to alter role",
            'Only roles with the CREATEROLE attribute and the ADMIN option on role "airflow" may alter this role.',
            'GRANT "airflow" TO "admin" WITH ADMIN OPTION',
        ],
        [
            "42501",
            "permission denied for tablespace fast",
            undefined,
            "It needs more rights, or set metaDatabaseAdminUser",
        ],
        ["42P04", 'database "airflow" already exists', undefined, "or leave it alone with metaDatabaseManaged false"],
        [
            "2BP01",
            'role "airflow" cannot be dropped',
            "owner of database a\nowner of database b",
            "(owner of database a; owner of database b). Remove those",
        ],
        [
            undefined,
            "Connection terminated unexpectedly",
            undefined,
            "the PostgreSQL server at db.example.com:5432 ended the connection: try again when it runs",
        ],
        ["22023", "invalid encoding", undefined, "the PostgreSQL server at db.example.com:5432: invalid encoding"],
        [undefined, "database d was created and is gone again", undefined, "database d was created and is gone again"],
    ])("%s %s", (code, text, detail, says) => {
        expect(whyRefused(error(code, text, detail), way)).toContain(says);
    });
});

/** PostgreSQL's wire protocol, just enough of it to accept or refuse a login. */
function message(type: string, content: Buffer): Buffer {
    return Buffer.concat([Buffer.from(type), int(content.length + 4), content]);
}

function refusal(code: string, text: string): Buffer {
    return message("E", Buffer.from(`SFATAL\0C${code}\0M${text}\0\0`));
}

function int(value: number): Buffer {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32BE(value);
    return bytes;
}
