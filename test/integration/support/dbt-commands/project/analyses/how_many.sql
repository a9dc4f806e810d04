select count(*) from {{ ref('as_table') }}
