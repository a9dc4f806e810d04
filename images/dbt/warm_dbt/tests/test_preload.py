from pathlib import Path

import pytest

from warm_dbt import preload

TWO = """
warehouse:
  target: dev
  outputs:
    dev: {type: postgres}
    prod: {type: "{{ env_var('KIND', '') or 'bigquery' }}"}
"""


@pytest.mark.parametrize(
    ("profiles", "environ", "kinds"),
    [
        (TWO, {}, {"postgres"}),
        (TWO, {"DBT_TARGET": "prod"}, {"bigquery"}),
        (TWO, {"DBT_TARGET": "prod", "KIND": "postgres"}, {"postgres"}),
        ("a: {outputs: {one: {type: postgres}, two: {type: bigquery}}}", {}, {"postgres", "bigquery"}),
        ('a: {outputs: {one: {type: "{{ some_macro() }}"}}}', {}, set()),
        ("a: {outputs: {one: {type: ../../evil}}}", {}, set()),
        ("a: {outputs: [one]}\nconfig: 3", {}, set()),
        ("- a list", {}, set()),
        ("{ no yaml", {}, set()),
    ],
)
def test_the_adapters_of_the_selected_target_are_loaded(
    profiles: str, environ: dict[str, str], kinds: set[str], tmp_path: Path
) -> None:
    (tmp_path / "profiles.yml").write_text(profiles)
    assert preload.adapters(Path("/nowhere"), {"DBT_PROFILES_DIR": str(tmp_path), **environ}) == kinds


def test_without_profiles_no_adapter_is_loaded(tmp_path: Path) -> None:
    assert preload.adapters(tmp_path, {}) == set()
