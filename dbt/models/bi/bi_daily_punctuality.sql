select
    flight_date,
    {{ week_start('flight_date') }} as week_start,
    origin_code,
    count(*) as flights,
    {{ share("outcome = 'on time'") }} as on_time_percent,
    {{ share("outcome = 'cancelled'") }} as cancelled_percent,
    round(avg(cast(departure_delay_minutes as {{ dbt.type_numeric() }})), 1) as average_departure_delay_minutes
from {{ ref('fct_flights') }}
group by flight_date, origin_code
