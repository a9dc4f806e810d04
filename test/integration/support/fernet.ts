import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { inContainer, sql } from "../../../tools/running-stack/containers";
import { type TestStack } from "../../../tools/running-stack/test-stack";

/** A key as `Fernet.generate_key()` makes it. */
export function newFernetKey(): string {
    return `${randomBytes(32).toString("base64url")}=`;
}

/** The key that Airflow's scheduler runs with. */
export async function currentKey(stack: TestStack): Promise<string> {
    return (await inContainer(stack, "airflow-scheduler", "cat", "/run/secrets/fernet_key")).trim();
}

/** Whether a token was made with a key: its last 32 bytes sign the rest with the key's first half (https://github.com/fernet/spec). */
export function opens(key: string, token: string): boolean {
    const [bytes, secret] = [Buffer.from(token, "base64url"), Buffer.from(key, "base64url")];
    const signature = createHmac("sha256", secret.subarray(0, 16)).update(bytes.subarray(0, -32)).digest();
    return timingSafeEqual(signature, bytes.subarray(-32));
}

/** All passwords and extras of connections, and values of variables, as they stand encrypted in Airflow's database. */
export async function tokens(stack: TestStack): Promise<string[]> {
    const query =
        "select password from connection where is_encrypted and password <> '' union all " +
        "select extra from connection where is_extra_encrypted and extra <> '' union all " +
        "select val from variable where is_encrypted";
    return (await sql(stack, "airflow", query)).split("\n").filter((line) => line !== "");
}
