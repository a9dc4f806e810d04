{% macro lent() %}42{% endmacro %}
