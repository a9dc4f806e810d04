from airflow_dbt_image import replace

CONTENTS = """\
;
2; 3079 16386 EXTENSION - pg_trgm
3; 3079 16387 EXTENSION - citext
3400; 0 0 COMMENT - EXTENSION pg_trgm
215; 1259 16390 TABLE public customers analytics
"""


def test_extensions_that_are_there_are_left_out() -> None:
    assert replace._without(CONTENTS, {"pg_trgm", "plpgsql"}).splitlines() == [
        ";",
        "3; 3079 16387 EXTENSION - citext",
        "215; 1259 16390 TABLE public customers analytics",
    ]
