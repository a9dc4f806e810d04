select
    carrier_code,
    min(carrier_name) as carrier_name,
    count(*) as flights,
    count(distinct aircraft_key) as aircraft,
    min(flight_date) as first_flight_date,
    max(flight_date) as last_flight_date
from {{ ref('int_flights_joined') }}
group by carrier_code
