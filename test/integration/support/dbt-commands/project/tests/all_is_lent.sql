select * from {{ ref('as_table') }} where lent <> 42 or {{ var('failing', 'false') }}
