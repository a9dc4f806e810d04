select * from {{ source('outside', 'things') }}
