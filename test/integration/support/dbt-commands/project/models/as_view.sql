{{ config(materialized='view') }}
select id, name, added from {{ ref('things') }}
