{{ config(materialized='table', tags=['nightly']) }}
select *, {{ lent.lent() }} as lent from {{ ref('passed_on') }}
