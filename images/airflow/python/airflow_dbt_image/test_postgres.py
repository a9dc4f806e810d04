import io

from airflow_dbt_image import postgres


def test_a_parameter_that_older_servers_do_not_know_is_left_out_of_the_head_alone() -> None:
    line = b"SET transaction_timeout = 0;\n"
    target = io.BytesIO()
    postgres._copy(io.BytesIO(b"SET lock_timeout = 0;\n" + line + b"COPY t FROM stdin;\n" + line), target)
    assert target.getvalue() == b"SET lock_timeout = 0;\nCOPY t FROM stdin;\n" + line
