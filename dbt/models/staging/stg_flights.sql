with flights as (

    select
        *,
        -- Year, month and day as one date, in a form that every database reads.
        cast(
            {{ dbt.concat(["cast(year as " ~ dbt.type_string() ~ ")", "'-'", "right(" ~ dbt.concat(["'0'", "cast(month as " ~ dbt.type_string() ~ ")"]) ~ ", 2)", "'-'", "right(" ~ dbt.concat(["'0'", "cast(day as " ~ dbt.type_string() ~ ")"]) ~ ", 2)"]) }}
            as date
        ) as flight_date
    from {{ source('raw', 'flights') }}

)

select
    {{ dbt.hash(dbt.concat([
        "cast(flight_date as " ~ dbt.type_string() ~ ")", "'|'",
        "carrier", "'|'",
        "cast(flight as " ~ dbt.type_string() ~ ")", "'|'",
        "origin"
    ])) }} as flight_key,
    flight_date,
    time_hour as scheduled_hour,
    carrier as carrier_code,
    flight as flight_number,
    tailnum as aircraft_key,
    origin as origin_code,
    dest as destination_code,
    dep_delay as departure_delay_minutes,
    arr_delay as arrival_delay_minutes,
    air_time as air_minutes,
    distance as distance_miles,
    dep_time is null as is_cancelled
from flights
