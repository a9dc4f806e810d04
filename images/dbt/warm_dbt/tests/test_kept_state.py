import json
from pathlib import Path
from typing import Any

import pytest

from warm_dbt import kept_state

ENVIRON = {"DBT_TARGET": "prod"}


def built(
    folder: Path,
    statuses: tuple[str, ...] = ("success", "pass", "warn"),
    by: str = "1",
    models: str = "ab",
    project: str = "ab",
    **args: Any,
) -> Path:
    """Write what a command leaves in its target folder: it built these models of a project, a letter each."""
    target = folder / "target"
    target.mkdir(exist_ok=True)
    results = {
        "metadata": {"invocation_id": "1"},
        "args": {"which": "build", **args},
        "results": [
            *({"status": status, "unique_id": f"test.p.{place}"} for place, status in enumerate(statuses)),
            *({"status": "success", "unique_id": f"model.p.{name}"} for name in models),
        ],
    }
    manifest = {"metadata": {"invocation_id": by}, "nodes": {f"model.p.{name}": {} for name in project}}
    (target / "run_results.json").write_text(json.dumps(results))
    (target / "manifest.json").write_text(json.dumps(manifest))
    return target


def test_a_good_build_is_kept(tmp_path: Path) -> None:
    target, state = built(tmp_path), tmp_path / "state"
    assert kept_state.keep(target, ENVIRON, state)
    assert sorted(path.name for path in state.iterdir()) == ["manifest.json", "run_results.json"]
    assert (state / "manifest.json").read_text() == (target / "manifest.json").read_text()


@pytest.mark.parametrize(
    "how",
    [
        {"statuses": ("success", "fail")},
        {"statuses": ("success", "skipped")},
        {"statuses": (), "models": ""},
        {"models": "a"},
        {"models": "bc", "project": "abc"},
        {"which": "test"},
        {"defer": True},
        {"target": "other"},
        {"by": "2"},
    ],
)
def test_what_is_no_good_build_of_the_stack_leaves_the_last_one(tmp_path: Path, how: dict[str, Any]) -> None:
    state = tmp_path / "state"
    kept_state.keep(built(tmp_path), ENVIRON, state)
    before = (state / "run_results.json").read_text()
    assert not kept_state.keep(built(tmp_path, **how), ENVIRON, state)
    assert (state / "run_results.json").read_text() == before


@pytest.mark.parametrize("how", [{"models": "abc", "project": "abc"}, {"models": "a", "project": "ac"}])
def test_a_build_of_all_that_is_left_of_the_last_one_takes_its_place(tmp_path: Path, how: dict[str, Any]) -> None:
    state = tmp_path / "state"
    kept_state.keep(built(tmp_path), ENVIRON, state)
    assert kept_state.keep(built(tmp_path, **how), ENVIRON, state)


def test_the_target_of_the_stack_may_be_named(tmp_path: Path) -> None:
    assert kept_state.keep(built(tmp_path, target="prod"), ENVIRON, tmp_path / "state")


def test_a_folder_without_artifacts_is_no_build(tmp_path: Path) -> None:
    assert not kept_state.keep(tmp_path, ENVIRON, tmp_path / "state")
