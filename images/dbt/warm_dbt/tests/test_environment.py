from pathlib import Path

import pytest

from warm_dbt import environment, versions


def test_the_caller_wins_over_the_stack_and_the_stack_over_the_image(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stack, image = tmp_path / "stack", tmp_path / "image"
    stack.write_text("A=stack\nB=stack\nC= of=the stack \n# D=comment\nnot a line\n1X=2\n")
    image.write_text("A=image\nB=image\nE=image\n")
    monkeypatch.setattr(environment, "FILES", (str(stack), str(image), str(tmp_path / "missing")))
    assert environment.complete({"A": "caller"}) == {"A": "caller", "B": "stack", "C": " of=the stack ", "E": "image"}


@pytest.mark.parametrize("value", ["false", "False", "0", "no", "off"])
def test_dbt_is_plain_if_the_environment_says_so(value: str) -> None:
    assert environment.wants_plain_dbt({"WARM_DBT": value})
    assert versions.reason_for_plain_dbt({"WARM_DBT": value}) == f"WARM_DBT is {value}"


@pytest.mark.parametrize("environ", [{}, {"WARM_DBT": ""}, {"WARM_DBT": "true"}])
def test_dbt_is_warm_otherwise(environ: dict[str, str]) -> None:
    assert not environment.wants_plain_dbt(environ)


@pytest.mark.parametrize(
    ("installed", "reason"),
    [
        ("1.11.16", None),
        ("1.11.0rc1", None),
        ("1.12.0", "dbt-core is 1.12.0, and warm_dbt was tested with 1.11 only"),
        ("1.1.1", "dbt-core is 1.1.1, and warm_dbt was tested with 1.11 only"),
        ("2.11.0", "dbt-core is 2.11.0, and warm_dbt was tested with 1.11 only"),
    ],
)
def test_only_the_minor_version_that_was_tested_is_kept_warm(
    installed: str, reason: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.metadata.version", lambda _: installed)
    assert versions.reason_for_plain_dbt({}) == reason


def test_the_installed_dbt_is_the_one_that_was_tested() -> None:
    assert versions.reason_for_plain_dbt({}) is None
