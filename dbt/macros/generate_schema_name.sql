{#- A model's schema is exactly what its folder says (dbt's own macro would put the target's schema in front), after the prefix that a
    pull request has in CI. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {% if custom_schema_name -%}
        {{ env_var('DBT_SCHEMA_PREFIX', '') }}{{ custom_schema_name | trim }}
    {%- else -%}
        {{ target.schema }}
    {%- endif %}
{%- endmacro %}
