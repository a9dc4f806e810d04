select
    tailnum as aircraft_key,
    {{ dbt.safe_cast('year', dbt.type_int()) }} as built_year,
    manufacturer,
    model,
    engines,
    seats
from {{ source('raw', 'planes') }}
