import { setUp } from "../bootstrap/set-up";
import { pulumi } from "./pulumi";
import { stackAndWords } from "./stack";

// npm run --silent password: prints the password of Airflow's admin user, and nothing else.
const { stack } = stackAndWords(process.argv.slice(2));
void setUp({}).then(ready => process.exit(pulumi(ready, ["stack", "output", "adminPassword", "--show-secrets", "--stack", stack.name])));
