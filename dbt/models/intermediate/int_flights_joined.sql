-- Flights with what the other tables know about them. Left joins: the registry lacks a sixth of the aircraft, and the list of
-- airports lacks four in the Caribbean; their flights count all the same.
select
    flights.flight_key,
    flights.flight_date,
    flights.scheduled_hour,
    flights.carrier_code,
    airlines.carrier_name,
    flights.flight_number,
    flights.aircraft_key,
    planes.manufacturer,
    planes.seats,
    flights.origin_code,
    flights.destination_code,
    airports.airport_name as destination_name,
    flights.distance_miles,
    flights.departure_delay_minutes,
    flights.arrival_delay_minutes,
    case
        when flights.is_cancelled then 'cancelled'
        when flights.arrival_delay_minutes is null then 'diverted'
        -- The US Department of Transportation calls a flight on time that arrives less than 15 minutes late.
        when flights.arrival_delay_minutes < 15 then 'on time'
        else 'late'
    end as outcome
from {{ ref('stg_flights') }} as flights
left join {{ ref('stg_airlines') }} as airlines on flights.carrier_code = airlines.carrier_code
left join {{ ref('stg_airports') }} as airports on flights.destination_code = airports.airport_code
left join {{ ref('stg_planes') }} as planes on flights.aircraft_key = planes.aircraft_key
