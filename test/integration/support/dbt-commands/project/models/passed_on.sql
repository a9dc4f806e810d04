{{ config(materialized='ephemeral') }}
select * from {{ ref('as_view') }}
