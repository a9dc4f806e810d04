select
    flights.carrier_code,
    carriers.carrier_name,
    count(*) as flights,
    {{ share("flights.outcome = 'on time'") }} as on_time_percent,
    {{ share("flights.outcome = 'late'") }} as late_percent,
    {{ share("flights.outcome = 'cancelled'") }} as cancelled_percent,
    round(avg(cast(flights.arrival_delay_minutes as {{ dbt.type_numeric() }})), 1) as average_arrival_delay_minutes
from {{ ref('fct_flights') }} as flights
inner join {{ ref('dim_carriers') }} as carriers on flights.carrier_code = carriers.carrier_code
group by flights.carrier_code, carriers.carrier_name
