import asyncio
import json
import time
from typing import Any, NoReturn

import pytest
from starlette.types import Message, Receive, Scope, Send

from airflow_dbt_image.fake_login import LOGIN, RIGHT, Client, FakeAirflow
from airflow_dbt_image.login_limit import LoginLimit

pytestmark = pytest.mark.anyio

BOB = ("203.0.113.2", 0)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


async def unused(*_: object) -> NoReturn:
    pytest.fail("nothing is to be read or sent")


@pytest.fixture
def airflow() -> FakeAirflow:
    return FakeAirflow()


@pytest.fixture
def client(airflow: FakeAirflow) -> Client:
    return Client(LoginLimit(airflow))


async def test_refuses_an_address_after_five_failures(client: Client, airflow: FakeAirflow) -> None:
    assert await client.statuses(6) == [401, 401, 401, 401, 401, 429]
    assert await client.status(RIGHT) == 429
    assert airflow.checked == 5
    assert await client.status(RIGHT, client=BOB) == 201


async def test_says_when_to_try_again(client: Client) -> None:
    await client.statuses(5)
    start, body = await client.messages()
    seconds = int(dict(start["headers"])[b"retry-after"])
    assert 55 <= seconds <= 60
    text = f"Too many failed logins from this address. Try again in {seconds} seconds."
    assert json.loads(body["body"]) == {"detail": text}


async def test_lets_an_address_in_again_after_a_minute(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (await client.statuses(6))[-1] == 429
    now = time.time
    monkeypatch.setattr(time, "time", lambda: now() + 61)
    assert await client.status(RIGHT) == 201


async def test_counts_neither_logins_that_work_nor_requests_without_a_password(client: Client) -> None:
    assert set(await client.statuses(20, RIGHT)) == {201}
    assert set(await client.statuses(20, b"{}")) == {422}
    assert await client.status() == 401


async def test_lets_no_burst_through(client: Client, airflow: FakeAirflow) -> None:
    answers = await asyncio.gather(*(client.status() for _ in range(100)))
    assert (answers.count(401), answers.count(429), airflow.checked) == (5, 95, 5)


async def test_lets_everybody_in_who_logs_in_at_once(client: Client) -> None:
    assert set(await asyncio.gather(*(client.status(RIGHT) for _ in range(100)))) == {201}


async def test_does_not_wait_for_a_request_that_is_not_here_yet(client: Client) -> None:
    arrival = asyncio.Event()

    async def receive() -> Message:
        await arrival.wait()
        return {"type": "http.disconnect"}

    slow = asyncio.ensure_future(client.app(LOGIN, receive, unused))
    await asyncio.sleep(0)
    assert await asyncio.wait_for(client.status(RIGHT), 5) == 201
    slow.cancel()


@pytest.mark.parametrize(
    "scope",
    [
        {"path": "/auth/token/cli"},
        {"path": "/auth/api/v1/security/login"},
        {"path": "/below/auth/token", "root_path": "/below"},
        {"client": None},
    ],
)
async def test_limits_every_way_to_log_in(client: Client, scope: dict[str, Any]) -> None:
    assert (await client.statuses(6, **scope))[-1] == 429


@pytest.mark.parametrize("scope", [{"path": "/auth/login/"}, {"path": "/ui/auth/token"}, {"method": "GET"}])
async def test_leaves_other_requests_alone(client: Client, scope: dict[str, Any]) -> None:
    assert (await client.statuses(6, **scope))[-1] == 401
    assert await client.status() == 401


async def test_leaves_alone_what_is_no_request() -> None:
    seen: list[str] = []

    async def app(scope: Scope, _: Receive, __: Send) -> None:
        seen.append(scope["type"])

    await LoginLimit(app)({"type": "lifespan"}, unused, unused)
    assert seen == ["lifespan"]
