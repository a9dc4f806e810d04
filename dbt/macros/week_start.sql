{#- The Monday on or before a date. (dbt.date_trunc('week', …) gives the Sunday on BigQuery.) -#}
{% macro week_start(date) -%}
    {{ adapter.dispatch('week_start')(date) }}
{%- endmacro %}

{% macro default__week_start(date) -%}
    cast({{ dbt.date_trunc('week', date) }} as date)
{%- endmacro %}

{% macro bigquery__week_start(date) -%}
    cast(date_trunc({{ date }}, isoweek) as date)
{%- endmacro %}
