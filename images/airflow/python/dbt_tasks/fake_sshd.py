"""In the place of sshd in the dbt container, for tests of the connection to it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any


class FakeFollow:
    """`dbt-job follow` in a container: its lines are put in from outside, and None ends it."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.stdin = SimpleNamespace(write=lambda text: self.asked.append(text.strip()))
        self.said: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()
        self.stdout = self._lines()
        self.stderr = SimpleNamespace(read=self._nothing)

    async def _lines(self) -> AsyncIterator[str]:
        while (line := await self.said.get()) is not None:
            yield json.dumps(line)

    async def _nothing(self) -> str:
        return ""


class FakeSshd:
    """Stands for sshd and `dbt-job` in the dbt container."""

    def __init__(self) -> None:
        self.connections = 0
        self.commands: list[str] = []
        self.answer = SimpleNamespace(exit_status=0, stdout="started", stderr="")
        self.process = FakeFollow()
        self.away: Exception | None = None

    async def connect(self, _hook: object) -> FakeSshd:
        if self.away:
            raise self.away
        self.connections += 1
        self.process = FakeFollow()
        return self

    async def __aenter__(self) -> FakeSshd:
        return self

    async def __aexit__(self, *_: object) -> None:
        pass

    async def create_process(self, command: str) -> FakeFollow:
        assert command == "dbt-job follow"
        return self.process

    async def run(self, command: str) -> Any:
        self.commands.append(command)
        return self.answer
