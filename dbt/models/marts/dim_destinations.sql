select
    flights.destination_code,
    coalesce(min(flights.destination_name), flights.destination_code) as destination_name,
    min(airports.latitude) as latitude,
    min(airports.longitude) as longitude,
    min(airports.time_zone) as time_zone,
    count(*) as flights,
    min(flights.distance_miles) as shortest_distance_miles
from {{ ref('int_flights_joined') }} as flights
left join {{ ref('stg_airports') }} as airports on flights.destination_code = airports.airport_code
group by flights.destination_code
