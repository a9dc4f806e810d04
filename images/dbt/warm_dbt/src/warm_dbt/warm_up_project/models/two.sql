{{ config(materialized='table') }}
select id from {{ ref('one') }} where id > {{ var('least', 0) }}
