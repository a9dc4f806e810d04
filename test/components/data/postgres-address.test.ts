import { sqlAlchemyUri } from "../../../components/data/postgres-address";
import { registered, settled } from "../../registered";

describe("sqlAlchemyUri", () => {
    test("is secret, and escapes what a URI would misread", async () => {
        const { result } = await registered(() => sqlAlchemyUri({ host: "db", port: 5433, user: "me", password: "p@ss/w:rd", database: "air flow" }));
        expect(await settled(result)).toEqual({ value: "postgresql+psycopg2://me:p%40ss%2Fw%3Ard@db:5433/air%20flow", secret: true });
    });
});
