{{ config(materialized='incremental', unique_key='id') }}
select id, name from {{ ref('as_table') }}
{% if is_incremental() %} where id > (select max(id) - 1 from {{ this }}) {% endif %}
