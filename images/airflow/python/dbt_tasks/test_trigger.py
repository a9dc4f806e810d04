from __future__ import annotations

import asyncio
import contextlib
from types import SimpleNamespace
from typing import Any

import pytest
from airflow.triggers.base import TaskFailedEvent, TaskSuccessEvent, TriggerEvent

from dbt_tasks import trigger
from dbt_tasks.fake_jobs import FakeJobs, end, node
from dbt_tasks.trigger import DbtTrigger

GROUP = ["build", "--select", "+marts"]
ALONE = ["build", "--select", "a", "test_a", "--indirect-selection", "empty"]


def made(nodes: list[str] | None = None, try_number: int = 1) -> DbtTrigger:
    made = DbtTrigger("dbt_ssh", "dbt", GROUP, ["model.p.a", "test.p.a"] if nodes is None else nodes, ALONE)
    made._task_instance = SimpleNamespace(dag_id="d", run_id="r", task_id="dbt.a", try_number=try_number)
    return made


def ends(
    monkeypatch: pytest.MonkeyPatch, container: FakeJobs, nodes: list[str] | None = None, try_number: int = 1
) -> TriggerEvent:
    monkeypatch.setattr(trigger, "jobs_of", container.of)

    async def run() -> list[TriggerEvent]:
        return [event async for event in made(nodes, try_number).run()]

    [event] = asyncio.run(asyncio.wait_for(run(), 5))
    return event


BUILT = [node("model.p.a", "success"), node("test.p.a", "pass")]


def test_a_task_succeeds_as_soon_as_its_model_is_built_and_tested(monkeypatch: pytest.MonkeyPatch) -> None:
    container = FakeJobs([node("model.p.other", "error"), *BUILT])
    event = ends(monkeypatch, container)
    assert isinstance(event, TaskSuccessEvent)
    assert event.xcoms == {"return_value": {"node": "model.p.a", "status": "success", "seconds": 0.2, "rows": 3}}
    assert [args for _, args in container.started] == [GROUP]


@pytest.mark.parametrize(
    "lines",
    [
        [node("model.p.a", "error")],
        [node("model.p.a", "success"), node("test.p.a", "fail")],
        [node("model.p.a", "partial success")],
        [end(2, "Compilation Error")],
        [end(None)],
    ],
)
def test_a_task_fails_with_its_model_its_tests_and_a_job_that_is_lost(
    monkeypatch: pytest.MonkeyPatch, lines: list[dict[str, Any]]
) -> None:
    assert isinstance(ends(monkeypatch, FakeJobs(lines)), TaskFailedEvent)


@pytest.mark.parametrize(
    "lines", [[node("model.p.a", "skipped"), end(1)], [end()], [node("model.p.a", "success"), end()]]
)
def test_what_the_job_of_the_group_left_out_runs_alone(
    monkeypatch: pytest.MonkeyPatch, lines: list[dict[str, Any]]
) -> None:
    container = FakeJobs(lines, BUILT)
    assert isinstance(ends(monkeypatch, container), TaskSuccessEvent)
    (group, first), (alone, second) = container.started
    assert (first, second) == (GROUP, ALONE)
    assert alone.startswith(f"{group}.")


def test_a_node_that_the_project_no_longer_has_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(ends(monkeypatch, FakeJobs([end()], [end()])), TaskFailedEvent)


def test_a_second_try_runs_alone_and_a_third_one_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    names = []
    for try_number in (2, 3):
        container = FakeJobs(BUILT)
        assert isinstance(ends(monkeypatch, container, try_number=try_number), TaskSuccessEvent)
        [(name, args)] = container.started
        assert args == ALONE
        names.append(name)
    assert len(set(names)) == 2


def test_what_a_stopped_job_had_not_built_yet_runs_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    container = FakeJobs([end(2, "CANCEL query")], BUILT)
    container.stopped_by_user = GROUP
    assert isinstance(ends(monkeypatch, container), TaskSuccessEvent)
    assert [args for _, args in container.started] == [GROUP, ALONE]


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        ([*BUILT, end()], TaskSuccessEvent),
        ([node("model.p.a", "error"), end(1)], TaskFailedEvent),
        ([end(2)], TaskFailedEvent),
    ],
)
def test_without_a_graph_one_task_stands_for_the_whole_job(
    monkeypatch: pytest.MonkeyPatch, lines: list[dict[str, Any]], kind: type[TriggerEvent]
) -> None:
    assert isinstance(ends(monkeypatch, FakeJobs(lines), nodes=[]), kind)


def test_what_the_container_refuses_fails_the_task(monkeypatch: pytest.MonkeyPatch) -> None:
    container = FakeJobs()
    container.refuses = True
    assert isinstance(ends(monkeypatch, container), TaskFailedEvent)


@pytest.mark.parametrize(("others", "stopped"), [(0, 1), (1, 0)])
def test_a_task_that_a_user_ends_stops_the_job_unless_others_wait_for_it(
    monkeypatch: pytest.MonkeyPatch, others: int, stopped: int
) -> None:
    container = FakeJobs([])
    container.others = others
    monkeypatch.setattr(trigger, "jobs_of", container.of)

    async def end_early() -> None:
        waiting = made()
        events = waiting.run()
        following = asyncio.ensure_future(anext(events))
        while not container.started:
            await asyncio.sleep(0)
        following.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await following
        await waiting.on_kill()

    asyncio.run(end_early())
    assert len(container.stopped) == stopped


def test_a_trigger_is_made_again_from_what_it_says_of_itself() -> None:
    path, kwargs = made().serialize()
    assert path == f"{DbtTrigger.__module__}.{DbtTrigger.__name__}"
    assert DbtTrigger(**kwargs).serialize() == (path, kwargs)
