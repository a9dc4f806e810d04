select {{ var('expression', 'id') }} as id from {{ source('loaded', 'things') }}
