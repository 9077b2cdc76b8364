"""Callers wait for their turn where waiting is cheap and nobody is given up."""

from __future__ import annotations

import asyncio
import threading
from typing import Any, cast

import httpx
import pytest
from kickwire import AsyncBearerCaller, BearerCaller, errors
from kickwire.connection import AT_ONCE
from kickwire.sending import AsyncHttp, Http
from kickwire_api.facade import AsyncPublicApi, PublicApi
from kickwire_api.models.user import User

from conformance.suite.threads import Outcome, in_threads
from conformance.tests.race.race_callers import PATIENCE, as_user, as_user_async, failures

MANY = 3 * AT_ONCE


class Crowd(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Counts the requests inside. Nobody leaves before the doors are opened."""

    def __init__(self) -> None:
        self.most = 0
        self._inside = 0
        self._changed = threading.Condition()
        self._open = threading.Event()
        self._open_async = asyncio.Event()

    def until_full(self) -> None:
        """Return when as many are inside as ever may be."""
        with self._changed:
            assert self._changed.wait_for(lambda: self._inside >= AT_ONCE, PATIENCE)

    def open(self) -> None:
        """Let everybody leave; tasks only if this is called in their loop."""
        self._open.set()
        self._open_async.set()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Come in, and leave when the doors are open."""
        self._count(1)
        assert self._open.wait(PATIENCE)
        return self._left()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """`handle_request`, awaited."""
        self._count(1)
        await self._open_async.wait()
        return self._left()

    def _left(self) -> httpx.Response:
        self._count(-1)
        return httpx.Response(200, json={"data": [], "message": "OK"})

    def _count(self, change: int) -> None:
        with self._changed:
            self._inside += change
            self.most = max(self.most, self._inside)
            self._changed.notify_all()


def test_threads_wait_before_the_pool_of_connections() -> None:
    """No more threads are let to the connections than there are connections."""
    crowd = Crowd()

    def meanwhile() -> None:
        crowd.until_full()
        crowd.open()

    with BearerCaller("worthless", transport=crowd) as caller:
        api = PublicApi(caller)

        outcomes = in_threads([lambda: as_user(api)] * MANY, meanwhile)

    assert failures(outcomes) == []
    assert crowd.most == AT_ONCE


def test_tasks_wait_before_the_pool_of_connections() -> None:
    """No more tasks are let to the connections than there are connections."""
    crowd = Crowd()

    async def calls() -> list[Outcome[list[User]]]:
        """What happens, in one event loop."""
        async with AsyncBearerCaller("worthless", transport=crowd) as caller:
            api = AsyncPublicApi(caller)
            tasks = [asyncio.create_task(as_user_async(api)) for _ in range(MANY)]
            await asyncio.sleep(0)  # each of them goes as far as it can
            crowd.open()
            return await asyncio.gather(*tasks, return_exceptions=True)

    outcomes = asyncio.run(calls())

    assert failures(outcomes) == []
    assert crowd.most == AT_ONCE


def test_who_waits_for_a_turn_hears_that_the_client_was_closed() -> None:
    """Closing a client in the middle of many calls is told to who had no turn yet."""
    crowd = Crowd()

    async def calls() -> list[Outcome[list[User]]]:
        """What happens, in one event loop."""
        caller = AsyncBearerCaller("worthless", transport=crowd)
        api = AsyncPublicApi(caller)
        tasks = [asyncio.create_task(as_user_async(api)) for _ in range(AT_ONCE + 1)]
        await asyncio.sleep(0)
        await caller.aclose()
        crowd.open()
        return await asyncio.gather(*tasks, return_exceptions=True)

    *outcomes, last = asyncio.run(calls())

    assert failures(outcomes) == []
    assert isinstance(last, errors.FixTheCall)
    assert "closed" in last.text


@pytest.mark.parametrize("http", [Http, AsyncHttp])
def test_no_idle_connection_is_closed_while_somebody_takes_it(http: type[Http | AsyncHttp]) -> None:
    """All connections may stay open: httpx closes surplus ones under the hands of whoever calls."""
    pool = inside(http(), "_client", "_transport", "_pool")

    assert inside(pool, "_max_connections") == AT_ONCE
    assert inside(pool, "_max_keepalive_connections") >= AT_ONCE


def inside(thing: Any, *names: str) -> Any:
    """What is kept under these names, one in the other."""
    for name in names:
        thing = cast("dict[str, Any]", vars(thing))[name]
    return thing
