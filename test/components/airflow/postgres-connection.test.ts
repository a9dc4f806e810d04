import { postgresConnection } from "../../../components/airflow/postgres-connection";

const login = { host: "postgres", port: 5432, user: "analytics", password: "word", database: "books" };

test("names the database as `schema`, as the Postgres provider wants it", () => {
    expect(postgresConnection(login)).toEqual({
        conn_type: "postgres",
        host: "postgres",
        port: 5432,
        login: "analytics",
        password: "word",
        schema: "books",
    });
});

test("asks for TLS, with the authority's certificate where tasks find it", () => {
    const tls = { sslMode: "verify-full", caCertificate: "PEM" } as const;
    expect(postgresConnection({ ...login, tls }, "/run/secrets/ca.pem")).toMatchObject({
        extra: { sslmode: "verify-full", sslrootcert: "/run/secrets/ca.pem" },
    });
});
