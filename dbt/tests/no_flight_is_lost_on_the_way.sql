-- Every raw flight is counted once by each of the two dashboards' tables. Returns the layers whose count differs.
with counts as (
    select 'raw' as layer, count(*) as flights from {{ source('raw', 'flights') }}
    union all
    select 'bi_daily_punctuality', sum(flights) from {{ ref('bi_daily_punctuality') }}
    union all
    select 'bi_carrier_punctuality', sum(flights) from {{ ref('bi_carrier_punctuality') }}
)

select layer, flights
from counts
where flights <> (select count(*) from {{ source('raw', 'flights') }})
