{% snapshot history %}
{{ config(target_schema='dbt_commands', unique_key='id', strategy='check', check_cols=['name']) }}
select * from {{ ref('as_view') }}
{% endsnapshot %}
