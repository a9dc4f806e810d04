{#- A model's schema is exactly what its folder says (dbt's own macro would put the target's schema in front). -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ (custom_schema_name or target.schema) | trim }}
{%- endmacro %}
