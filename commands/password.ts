import { setUp } from "./set-up/set-up";
import { attempt } from "./attempt";
import { pulumi } from "./pulumi";
import { stackAndWords } from "./stack";

// npm run --silent password: prints the password of Airflow's admin user, and nothing else.
const { stack } = stackAndWords(process.argv.slice(2));
attempt(async () =>
    pulumi(await setUp({ engine: false }), [
        "stack",
        "output",
        "adminPassword",
        "--show-secrets",
        "--stack",
        stack.name,
    ]),
);
