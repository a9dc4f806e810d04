{#- The share of rows for which a condition holds, in percent with one decimal: the same on Postgres and BigQuery. -#}
{% macro share(condition) -%}
    round(avg(cast(case when {{ condition }} then 100 else 0 end as {{ dbt.type_numeric() }})), 1)
{%- endmacro %}
