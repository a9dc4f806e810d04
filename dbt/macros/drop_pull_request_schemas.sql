{#- Drops the schemas that DBT_SCHEMA_PREFIX gives to a pull request (.github/workflows/dbt-pull-request.yml), with everything in them.
    Fails if a model, seed or snapshot would be built in another schema. -#}
{% macro drop_pull_request_schemas() %}
    {% set prefix = env_var('DBT_SCHEMA_PREFIX', '') %}
    {% if not modules.re.match('pr_[0-9]+_$', prefix) %}
        {{ exceptions.raise_compiler_error("DBT_SCHEMA_PREFIX is '" ~ prefix ~ "'. For pull request 12 it is 'pr_12_'.") }}
    {% endif %}
    {% set schemas = {} %}
    {% for node in graph.nodes.values() if node.resource_type in ('model', 'seed', 'snapshot', 'test') %}
        {% if node.schema.startswith(prefix) %}
            {% do schemas.update({(node.database, node.schema): none}) %}
        {% elif node.resource_type != 'test' and node.config.materialized != 'ephemeral' %}
            {{ exceptions.raise_compiler_error(
                node.unique_id ~ " would be built in the schema " ~ node.schema ~ ", which is not the pull request's. Put "
                ~ "env_var('DBT_SCHEMA_PREFIX', '') in front of the schema in profiles/profiles.yml or macros/generate_schema_name.sql."
            ) }}
        {% endif %}
    {% endfor %}
    {% for database, schema in schemas %}
        {% do log("Dropping schema " ~ schema, info=true) %}
        {% do adapter.drop_schema(api.Relation.create(database=database, schema=schema)) %}
    {% endfor %}
{% endmacro %}
