{% macro say(what) %}{{ log('said ' ~ what, info=true) }}{{ print(run_query('select 1 as one').columns[0].values()[0]) }}{% endmacro %}
{% macro refuse() %}{{ exceptions.raise_compiler_error('refused') }}{% endmacro %}
