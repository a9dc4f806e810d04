/** The files of the example, one by one: what else is in these folders belongs to the user. A test compares the list with the checkout. */
export const exampleFiles = [
    ...inFolder("airflow/dags", [
        "data/README.md",
        ...["airlines", "airports", "flights", "planes"].map((table) => `data/${table}.csv.gz`),
        "dbt_run.py",
        "flights.py",
        ...[
            "__init__",
            "bigquery_warehouse",
            "extract",
            "masking",
            "postgres_warehouse",
            "source",
            "tables",
            "warehouse",
        ].map((module) => `flights_pipeline/${module}.py`),
    ]),
    ...inFolder("dbt/macros", ["generate_schema_name.sql", "share.sql", "week_start.sql"]),
    ...inFolder("dbt/models/bi", ["bi.yml", "bi_carrier_punctuality.sql", "bi_daily_punctuality.sql"]),
    ...inFolder("dbt/models/intermediate", ["int_flights_joined.sql", "intermediate.yml"]),
    ...inFolder("dbt/models/marts", ["dim_carriers.sql", "dim_destinations.sql", "fct_flights.sql", "marts.yml"]),
    ...inFolder("dbt/models/staging", [
        "sources.yml",
        "staging.yml",
        ...["airlines", "airports", "flights", "planes"].map((table) => `stg_${table}.sql`),
    ]),
    "dbt/tests/no_flight_is_lost_on_the_way.sql",
];

/** Folders that Airflow and dbt need even if they are empty; git keeps a folder only with a file in it. */
export const keptFolders = ["airflow/dags", "dbt/models"];

function inFolder(folder: string, names: string[]): string[] {
    return names.map((name) => `${folder}/${name}`);
}
