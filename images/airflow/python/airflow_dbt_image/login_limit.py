"""Limits failed logins by the API, of which Airflow takes any number. A middleware of the API server.

The login form has a limit of FAB's own, `[fab] auth_rate_limit`. Like that one, this counts by address, in memory: the
API server has one worker. A limit by user name or over all addresses would let strangers lock out the admin.
"""

import math
import time
from asyncio import Lock
from http import HTTPStatus
from weakref import WeakValueDictionary

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOGINS = {"/auth/token", "/auth/token/cli", "/auth/api/v1/security/login"}
"""Every path that takes a password, but for the form's."""

WRONG = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}
"""What a login answers to a wrong password."""

ALLOWED = RateLimitItemPerMinute(5)
"""Failures of an address. Behind Docker's gateway all clients have the same one: no lock longer than they can wait."""


class LoginLimit:
    """Refuses the logins of an address after too many failures, until the first of them is old enough."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._failures = MovingWindowRateLimiter(MemoryStorage())
        self._turns: WeakValueDictionary[str, Lock] = WeakValueDictionary()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on."""
        if not is_login(scope):
            await self._app(scope, receive, send)
            return
        # A proxy's headers are uvicorn's business: it knows which proxies to believe.
        address = scope["client"][0] if scope["client"] else ""
        receive = await received(receive)
        # In turns: of a hundred at once, each would begin before the first failure is counted.
        turn = self._turns.setdefault(address, Lock())
        async with turn:
            if self._failures.test(ALLOWED, address):
                await self._app(scope, receive, self._counting(send, address))
            else:
                await self._refusal(address)(scope, receive, send)

    def _counting(self, send: Send, address: str) -> Send:
        async def count(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] in WRONG:
                self._failures.hit(ALLOWED, address)
            await send(message)

        return count

    def _refusal(self, address: str) -> JSONResponse:
        over = self._failures.get_window_stats(ALLOWED, address).reset_time
        seconds = max(1, math.ceil(over - time.time()))
        return JSONResponse(
            {"detail": f"Too many failed logins from this address. Try again in {seconds} seconds."},
            HTTPStatus.TOO_MANY_REQUESTS,
            {"Retry-After": str(seconds)},
        )


def is_login(scope: Scope) -> bool:
    """Tell whether a request carries a password."""
    return (
        scope["type"] == "http"
        and scope["method"] == "POST"
        # Behind a proxy, Airflow may be at a path below the top (`[api] base_url`).
        and scope["path"].removeprefix(scope.get("root_path", "")) in LOGINS
    )


async def received(receive: Receive) -> Receive:
    """Wait for the whole request, so that a slow one holds up no others in its turn. Airflow reads it whole, too."""
    messages = [await receive()]
    while messages[-1].get("more_body"):
        messages.append(await receive())

    async def again() -> Message:
        return messages.pop(0) if messages else await receive()

    return again
