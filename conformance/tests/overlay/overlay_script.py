"""A server that follows a script, and callers whose waits cost no time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import Any, Protocol, TypeAlias

import httpx
from kickwire import AsyncBearerCaller, BearerCaller, KickError
from kickwire.calls import PATIENT
from kickwire.retrying import Retries
from kickwire_api.facade import AsyncPublicApi, PublicApi

TOKEN = "W0RTHLESS"
DATE = "Thu, 01 Jan 2026 00:00:15 GMT"
NOW = 1_767_225_615.0
"""`DATE` in Unix seconds; the next whole minute is 45 s away."""

Turn: TypeAlias = httpx.Response | type[httpx.TransportError]
"""What comes of one request: an answer, or none."""


class Script(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Answers in turn, the last turn for ever, and keeps what it was asked."""

    def __init__(self, turns: Iterable[Turn]) -> None:
        self._turns = list(turns)
        self.seen: list[httpx.Request] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The next turn."""
        turn = self._turns[min(len(self.seen), len(self._turns) - 1)]
        self.seen.append(request)
        if isinstance(turn, httpx.Response):
            return httpx.Response(turn.status_code, headers=turn.headers, content=turn.content)
        raise turn("as scripted")

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The next turn."""
        return self.handle_request(request)


class Outcome:
    """What came of a call: its value or error, the requests, and the waits in seconds."""

    def __init__(self) -> None:
        self.value: Any = None
        self.error: KickError | None = None
        self.requests: list[httpx.Request] = []
        self.waits: list[float] = []


class Face(Protocol):
    """Calls a scripted server through the facade, synchronously or not."""

    def __call__(
        self,
        script: Script,
        call: Callable[[Any], Any],
        retries: Retries = PATIENT,
        chance: float = 0.0,
    ) -> Outcome:
        """Make one call; `chance` is every random number."""
        ...


def threads(
    script: Script,
    call: Callable[[Any], Any],
    retries: Retries = PATIENT,
    chance: float = 0.0,
) -> Outcome:
    """One synchronous call."""
    outcome = Outcome()
    with BearerCaller(
        TOKEN,
        transport=script,
        retries=retries,
        sleep=outcome.waits.append,
        random=lambda: chance,
        clock=lambda: NOW,
    ) as caller:
        try:
            outcome.value = call(PublicApi(caller))
        except KickError as error:
            outcome.error = error
    outcome.requests = script.seen
    return outcome


def tasks(
    script: Script,
    call: Callable[[Any], Any],
    retries: Retries = PATIENT,
    chance: float = 0.0,
) -> Outcome:
    """The same call, awaited."""
    outcome = Outcome()

    async def sleep(seconds: float) -> None:
        """Note the wait."""
        outcome.waits.append(seconds)

    async def run() -> None:
        """Call once."""
        async with AsyncBearerCaller(
            TOKEN,
            transport=script,
            retries=retries,
            sleep=sleep,
            random=lambda: chance,
            clock=lambda: NOW,
        ) as caller:
            try:
                outcome.value = await call(AsyncPublicApi(caller))
            except KickError as error:
                outcome.error = error

    asyncio.run(run())
    outcome.requests = script.seen
    return outcome


def answer(data: object = None, **more: Any) -> httpx.Response:
    """A success in Kick's envelope."""
    return httpx.Response(200, json={"data": data, "message": "OK", **more})


def refused(status: int, headers: dict[str, str] | None = None, **body: Any) -> httpx.Response:
    """A refusal in Kick's envelope."""
    return httpx.Response(
        status, json={"data": {}, "message": "", **body}, headers={"Date": DATE} | (headers or {})
    )
