select
    flight_key,
    flight_date,
    scheduled_hour,
    carrier_code,
    flight_number,
    aircraft_key,
    origin_code,
    destination_code,
    distance_miles,
    departure_delay_minutes,
    arrival_delay_minutes,
    outcome
from {{ ref('int_flights_joined') }}
