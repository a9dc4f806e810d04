"""In the place of Airflow and of who logs in to it, for tests of what stands between them."""

import asyncio
from typing import Any

from starlette.types import Message, Receive, Scope, Send

from airflow_dbt_image.login_limit import LoginLimit

RIGHT, WRONG = b"right", b"wrong"
EVE = ("203.0.113.1", 0)
LOGIN = {"type": "http", "method": "POST", "path": "/auth/token", "root_path": "", "client": EVE}


class FakeAirflow:
    """Takes one password, and counts how many it has checked."""

    def __init__(self) -> None:
        self.checked = 0

    async def __call__(self, _: Scope, receive: Receive, send: Send) -> None:
        first, second = await receive(), await receive()
        self.checked += 1
        await asyncio.sleep(0.001)
        status = {RIGHT: 201, WRONG: 401}.get(first["body"] + second["body"], 422)
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": b""})


class Client:
    """Asks as a server does: the body comes in two parts."""

    def __init__(self, app: LoginLimit) -> None:
        self.app = app

    async def messages(self, body: bytes = WRONG, **scope: Any) -> list[Message]:
        parts = [{"body": body[:2], "more_body": True}, {"body": body[2:], "more_body": False}]
        sent: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", **parts.pop(0)}

        async def send(message: Message) -> None:
            sent.append(message)

        await self.app({**LOGIN, **scope}, receive, send)
        return sent

    async def status(self, body: bytes = WRONG, **scope: Any) -> int:
        return int((await self.messages(body, **scope))[0]["status"])

    async def statuses(self, times: int, body: bytes = WRONG, **scope: Any) -> list[int]:
        return [await self.status(body, **scope) for _ in range(times)]
