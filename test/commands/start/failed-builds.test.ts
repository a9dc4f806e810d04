import { eventsIn } from "../../../commands/start/event-log";
import { failedBuilds, whyNotBuilt } from "../../../commands/start/failed-builds";

const event = (type: string, inputs?: object) =>
    JSON.stringify({ sequence: 1, resOpFailedEvent: { metadata: { op: "create", type, new: inputs && { inputs } } } });
const image = {
    name: "airflow-mine:0123456789ab",
    build: { dockerfile: "images/airflow/Dockerfile", target: "runtime" },
};
const failed = { dockerfile: "images/airflow/Dockerfile", target: "runtime", tag: "airflow-mine:0123456789ab" };
const stack = (name: string, dockerHost?: string) => ({ name, suffix: "mine", dockerHost });

test("the images that were not built are found among the events of an update", () => {
    const log = [
        '{"preludeEvent":{"config":{}}}',
        event("docker:index/container:Container", { name: "dbt-mine" }),
        event("docker:index/remoteImage:RemoteImage", image),
        event("docker:index/remoteImage:RemoteImage"),
        '{"resOpFailed',
    ].join("\n");
    expect(failedBuilds(eventsIn(log))).toEqual([failed]);
    expect(failedBuilds(eventsIn(""))).toEqual([]);
});

test("an image that cannot be built is explained by the end of the build's log, and the command that shows all of it", async () => {
    const build = () => Promise.reject(new Error("The stage … cannot be built: exit code: 2\nno such package"));
    expect(await whyNotBuilt(stack("local"), failed, build)).toBe(
        "The stage … cannot be built: exit code: 2\nno such package\n\n" +
            "The whole log: docker build --file images/airflow/Dockerfile --target runtime .",
    );
});

test("an image that can be built at the second attempt is said to be, with the command that goes on", async () => {
    const postgres = { dockerfile: "images/postgres/Dockerfile", tag: "postgres-mine:1" };
    expect(await whyNotBuilt(stack("prod"), postgres, () => Promise.resolve())).toBe(
        "The image postgres-mine:1 is built now; perhaps a download had failed. Go on with: npm start -- --stack prod",
    );
});

test("for an image on another machine there is only the command", async () => {
    const build = jest.fn();
    expect(await whyNotBuilt(stack("prod", "ssh://me@there"), { ...failed, target: undefined }, build)).toBe(
        "The image airflow-mine:0123456789ab was not built. This command shows why:\n\n" +
            "    docker --host ssh://me@there build --file images/airflow/Dockerfile .",
    );
    expect(build).not.toHaveBeenCalled();
});
