import { sqlAlchemyUri } from "../../../components/data/postgres-address";
import { registered, settled } from "../../../tools/mocked/registered";

const login = { host: "db", port: 5433, user: "me", password: "p@ss/w:rd", database: "air flow" };

describe("sqlAlchemyUri", () => {
    test("is secret, and escapes what a URI would misread", async () => {
        const { result } = await registered(() => sqlAlchemyUri(login, "/ca.pem"));
        expect(await settled(result)).toEqual({
            value: "postgresql+psycopg2://me:p%40ss%2Fw%3Ard@db:5433/air%20flow",
            secret: true,
        });
    });

    test("asks for TLS in libpq's words", async () => {
        const { result } = await registered(() => sqlAlchemyUri({ ...login, tls: { sslMode: "require" } }, "/ca.pem"));
        expect((await settled(result)).value).toMatch(/\/air%20flow\?sslmode=require$/);
    });

    test("names the authority's certificate where there is one", async () => {
        const { result } = await registered(() =>
            sqlAlchemyUri({ ...login, tls: { sslMode: "verify-full", caCertificate: "PEM" } }, "/run/secrets/ca.pem"),
        );
        expect(new URL((await settled(result)).value).searchParams.toString()).toBe(
            "sslmode=verify-full&sslrootcert=%2Frun%2Fsecrets%2Fca.pem",
        );
    });
});
