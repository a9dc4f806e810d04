import { errorOf, read } from "../support/stack-settings";

const remote = { name: "big", docker: "ssh://airflow@big.example.com" };

test("without workers, tasks run in the scheduler", async () => {
    expect(await read()).toMatchObject({ workers: [], tasksRunOn: "scheduler" });
});

test("a worker is its name, and takes tasks from all queues unless it says which", async () => {
    expect(
        (await read({ workers: [{ name: "a" }, { name: "b", queues: ["heavy"], concurrency: 2 }] })).workers,
    ).toEqual([
        { name: "a", docker: undefined, queues: undefined, concurrency: 8, dbt: false },
        { name: "b", docker: undefined, queues: ["heavy"], concurrency: 2, dbt: false },
    ]);
});

test("with workers, tasks run on them unless the setting says otherwise", async () => {
    expect((await read({ workers: [{ name: "a" }] })).tasksRunOn).toBe("workers");
    expect((await read({ workers: [{ name: "a" }], tasksRunOn: "scheduler" })).tasksRunOn).toBe("scheduler");
    expect(await errorOf({ tasksRunOn: "workers" })).toContain("tasksRunOn: it is workers, and there are none");
    expect(await errorOf({ tasksRunOn: "nowhere" })).toContain('"nowhere" is neither scheduler nor workers');
});

test("a worker's container can have limits of its own", async () => {
    const limits = { memoryLimits: { "airflow-worker-a": 512 } };
    expect((await read({ workers: [{ name: "a" }], ...limits })).docker.limits["airflow-worker-a"]).toEqual({
        memory: 512,
    });
    expect(await errorOf(limits)).toContain("there is no container airflow-worker-a");
});

test("a worker on another machine needs an address to reach, TLS, and code that is not mounted", async () => {
    const open = { bindAddress: "0.0.0.0", hostName: "airflow.example.com", adminPassword: "" };
    const right = { workers: [remote], tls: "own-ca", code: "baked", ...open };
    expect((await read(right)).workers[0].docker).toBe(remote.docker);
    const error = await errorOf({ workers: [remote], code: "mounted" });
    expect(error).toContain("bindAddress: worker big is on another machine, and nobody but the stack's own reaches");
    expect(error).toContain("tls: worker big is on another machine");
    expect(error).toContain("code: worker big is on another machine, which cannot mount this checkout");
    const same = await errorOf({ workers: [remote], tls: "own-ca", dockerHost: remote.docker });
    expect(same).toContain("workers: worker big is on the stack's own machine: leave its docker out");
    expect(same).toContain("pulumi config rm --path 'workers[0].docker'");
});

test("dbt on another machine needs a warehouse that it reaches", async () => {
    const embedded = await errorOf({ workers: [{ ...remote, dbt: true }] });
    expect(embedded).toContain("workers: worker big has dbt, and its machine does not reach the warehouse");
    expect(embedded).toContain("pulumi config rm --path 'workers[0].dbt'");
    const bigquery = { warehouse: "bigquery", bigqueryProject: "my-project", bigqueryCredentials: "none" };
    expect(await errorOf({ workers: [{ ...remote, dbt: true }], ...bigquery })).not.toContain("has dbt");
});

test("refuses variables that the setting sets", async () => {
    const variables = { AIRFLOW__CORE__EXECUTOR: "LocalExecutor" };
    expect(await errorOf({ workers: [{ name: "a" }], variables })).toContain(
        "variables: AIRFLOW__CORE__EXECUTOR is set by the setting workers",
    );
    expect((await read({ variables })).variables.airflow.plain).toMatchObject(variables);
});

test.each([
    [{ name: "a" }, "it must be a list of workers"],
    [["a"], "worker 0 must be an object with a name"],
    [[{}], "worker 0 needs a name of lower-case letters"],
    [[{ name: "Big_One" }], "worker 0 needs a name of lower-case letters"],
    [[{ name: "a".repeat(41) }], "worker 0 needs a name of lower-case letters"],
    [[{ name: "a" }, { name: "a" }], "two workers have the name a"],
    [[{ name: "a", queue: ["x"] }], "worker a has the field queue, which workers do not have; the closest is queues"],
    [[{ name: "a", concurrency: 0 }], "worker a has a concurrency that is no whole number from 1 to 1000"],
    [[{ name: "a", concurrency: "8" }], "worker a has a concurrency that is no whole number from 1 to 1000"],
    [[{ name: "a", queues: [] }], "worker a has queues that are no list of names"],
    [[{ name: "a", queues: ["x,y"] }], "worker a has queues that are no list of names"],
    [[{ name: "a", dbt: "yes" }], "worker a has a dbt other than true or false"],
    [[{ name: "a", dbt: true }], "worker a is on the stack's own machine, which has dbt already: leave dbt out"],
    [[{ name: "a", docker: 1 }], "worker a has a docker that is no address"],
    [[{ name: "a", docker: "big" }], 'worker a: "big" is no Docker host'],
    [[{ name: "a", docker: "ssh://-oProxyCommand=x" }], "worker a: its host begins with -"],
])("refuses %j", async (workers, message) => {
    expect(await errorOf({ workers })).toContain(`workers: ${message}`);
});
