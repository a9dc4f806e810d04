import { AirflowApi } from "../../tools/running-stack/airflow-api";
import { inContainer } from "../../tools/running-stack/containers";
import { sharedStack } from "./support/shared-stack";

const stack = sharedStack();

/** Every path that takes a password, but for the form's. */
const logins = ["/auth/token", "/auth/token/cli", "/auth/api/v1/security/login"];

/** What a login answered. */
interface Answer {
    status: number;
    /** The header `Retry-After`. */
    retryAfter: string | null;
    text: string;
}

/** Logs in again and again from a container, whose address is another one than the tests'. */
async function logInFrom(role: string, password: string, paths: string[]): Promise<Answer[]> {
    const script = `
import json, sys, urllib.error, urllib.request

answers = []
for path in sys.argv[2:]:
    body = {"username": "airflow", "password": sys.argv[1], "provider": "db"}
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(f"http://airflow-apiserver:8080{path}", json.dumps(body).encode(), headers)
    try:
        answer = urllib.request.urlopen(request, timeout=30)
    except urllib.error.HTTPError as error:
        answer = error
    retry_after = answer.headers["Retry-After"]
    answers.append({"status": answer.status, "retryAfter": retry_after, "text": answer.read().decode()})
print(json.dumps(answers))
`;
    return JSON.parse(await inContainer(stack, role, "python", "-c", script, password, ...paths)) as Answer[];
}

test("after five wrong passwords, an address has to wait for at most a minute", async () => {
    const paths = [...logins, ...logins];
    const answers = await logInFrom("airflow-maintenance", "not the password", paths);
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 429]);
    const { retryAfter, text } = answers[5];
    expect(Number(retryAfter)).toBeGreaterThan(0);
    expect(Number(retryAfter)).toBeLessThanOrEqual(60);
    expect(text).toContain(`Try again in ${retryAfter} seconds.`);

    const right = await logInFrom("airflow-maintenance", "airflow", logins);
    expect(right.map(({ status }) => status)).toEqual([429, 429, 429]);
    expect(await (await AirflowApi.loggedIn(stack)).status("GET", "/dags")).toBe(200);
}, 60_000);

test("right passwords do not count", async () => {
    const answers = await logInFrom("airflow-triggerer", "airflow", [...logins, ...logins, ...logins]);
    expect(new Set(answers.map(({ status }) => Math.floor(status / 100)))).toEqual(new Set([2]));
}, 60_000);
