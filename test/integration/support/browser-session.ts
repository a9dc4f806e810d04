import { fetchTrusting, type Trust } from "../../../tools/running-stack/fetch-trusting";

/** A browser as far as a login goes: it keeps cookies by host name, for all ports, and sends them only to https. */
export class BrowserSession {
    /** The cookies' attributes as the servers set them, by name. */
    public readonly cookies = new Map<string, { value: string; attributes: string[] }>();

    constructor(private readonly trust: Trust) {}

    public async get(url: string): Promise<Response> {
        return this.take(await fetchTrusting(this.trust, url, { headers: this.headers() }));
    }

    /** Fills Airflow's login form in. */
    public async login(origin: string, user: string, password: string): Promise<Response> {
        const page = await (await this.get(`${origin}/auth/login/`)).text();
        const token = /name="csrf_token"[^>]*value="([^"]+)"/.exec(page)?.[1] ?? "";
        const answer = await fetchTrusting(this.trust, `${origin}/auth/login/`, {
            method: "POST",
            headers: {
                ...this.headers(),
                "content-type": "application/x-www-form-urlencoded",
                referer: `${origin}/auth/login/`,
            },
            body: new URLSearchParams({ csrf_token: token, username: user, password }).toString(),
        });
        return this.take(answer);
    }

    private headers(): Record<string, string> {
        const cookie = [...this.cookies].map(([name, { value }]) => `${name}=${value}`).join("; ");
        return cookie === "" ? {} : { cookie };
    }

    private take(answer: Response): Response {
        for (const line of answer.headers.getSetCookie()) {
            const [pair, ...attributes] = line.split(/;\s*/);
            const [name, value] = [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)];
            this.cookies.set(name, { value, attributes });
        }
        return answer;
    }
}
