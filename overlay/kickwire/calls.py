"""Callers: they drive the calls of the facade and turn every failure into one of our errors.

A caller lets its `auth` sign each call: a given token in `kickwire.bearer`, an account of a store
in `kickwire.client`. What is sent, sent again and waited for is decided in `kickwire._core.calls`.
"""

from __future__ import annotations

import asyncio
import random as chance
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import TYPE_CHECKING, TypeVar

from ._core.calls import CallFlow, Calls, Came, Pause, Step
from .errors import KickError
from .paging import Cursors
from .refusals import label
from .retrying import Retries
from .sending import AsyncHttp, Auth, Http, Response

if TYPE_CHECKING:
    from kickwire_api.caller import Build
    from kickwire_api.operations import Operation
    from kickwire_api.types import Found, Raw

T = TypeVar("T")
I = TypeVar("I")  # noqa: E741  # an item

PATIENT = Retries()
"""What callers do if nothing else is said."""


class Caller:
    """Calls the Public API through one `Http`, each call signed by one `auth`.

    Implements the protocol `kickwire_api.caller.Caller`. Safe to share between threads.

    Args:
        http: sends.
        auth: signs.
        api_url: origin of the Public API, checked.
        retries: how often a failed request is sent again.
        sleep: waits so many seconds.
        random: a number from 0 to 1, for the jitter of the waits.
        clock: Unix seconds, for answers without a date.
    """

    def __init__(
        self,
        http: Http,
        auth: Auth,
        api_url: str,
        *,
        retries: Retries = PATIENT,
        sleep: Callable[[float], object] = time.sleep,
        random: Callable[[], float] = chance.random,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._http = http
        self._auth = auth
        self._sleep = sleep
        self._calls = Calls(api_url, retries, random, clock)

    def __repr__(self) -> str:
        return _shown(self, getattr(self, "_calls", None))

    def call(self, operation: Operation, build: Build, parse: Callable[[Response], T], /) -> T:
        """Send one call and give the parsed answer.

        Where the operation takes a long list in portions and gives nothing back, they are sent one
        after another; an error in between leaves the later ones unsent.

        Raises:
            KickError: it failed, for good or as often as `retries` allow.
        """
        return self._run(operation, self._calls.value(operation, build, parse))

    def found(
        self,
        operation: Operation,
        build: Build,
        parse: Callable[[Response], T],
        items: Callable[[T], list[I]],
        /,
    ) -> Found[I]:
        """What the server knows of a list of ids or names, and in ``.missing`` what it does not.

        The list is sent in portions, each value once. Items are as they came, also those that
        nobody asked for.

        Raises:
            KickError: a portion failed; what the others gave is lost.
        """
        return self._run(operation, self._calls.found(operation, build, parse, items))

    def raw(self, operation: Operation, build: Build, parse: Callable[[Response], T], /) -> Raw[T]:
        """`call`, with status, headers and body around the value.

        Raises:
            FixTheCall: a list does not fit into one request, so there is more than one answer.
            KickError: it failed.
        """
        return self._run(operation, self._calls.raw(operation, build, parse))

    def pages(
        self, operation: Operation, build: Build, parse: Callable[[Response], T], /
    ) -> Iterator[T]:
        """Answer after answer until there is no next cursor. Each page is a call of its own."""
        cursors = Cursors(operation, build)
        page: Build | None = build
        while page is not None:
            answer = self.call(operation, page, parse)
            yield answer
            page = cursors.after(answer)

    def _run(self, operation: Operation, flow: CallFlow[T]) -> T:
        """Drive a flow to its value."""
        called = label(operation)
        came: Came | None = None
        try:
            while True:
                try:
                    step = flow.send(came)
                except StopIteration as done:
                    value: T = done.value
                    return value
                came = self._carried_out(step, called)
        finally:
            del came  # an error would hold its own traceback, and so itself, through it

    def _carried_out(self, step: Step, called: str) -> Came | None:
        if isinstance(step, Pause):
            self._sleep(step.seconds)
            return None
        try:
            return self._http.send(step, called, self._auth)
        except KickError as error:
            return error


class AsyncCaller:
    """`Caller` for asyncio; it belongs to the event loop that first uses it.

    Args:
        http: sends.
        auth: signs.
        api_url: origin of the Public API, checked.
        retries: how often a failed request is sent again.
        sleep: waits so many seconds; cancelling it ends the call.
        random: a number from 0 to 1, for the jitter of the waits.
        clock: Unix seconds, for answers without a date.
    """

    def __init__(
        self,
        http: AsyncHttp,
        auth: Auth,
        api_url: str,
        *,
        retries: Retries = PATIENT,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        random: Callable[[], float] = chance.random,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._http = http
        self._auth = auth
        self._sleep = sleep
        self._calls = Calls(api_url, retries, random, clock)

    def __repr__(self) -> str:
        return _shown(self, getattr(self, "_calls", None))

    async def call(
        self, operation: Operation, build: Build, parse: Callable[[Response], T], /
    ) -> T:
        """`Caller.call`, awaited."""
        return await self._run(operation, self._calls.value(operation, build, parse))

    async def found(
        self,
        operation: Operation,
        build: Build,
        parse: Callable[[Response], T],
        items: Callable[[T], list[I]],
        /,
    ) -> Found[I]:
        """`Caller.found`, awaited."""
        return await self._run(operation, self._calls.found(operation, build, parse, items))

    async def raw(
        self, operation: Operation, build: Build, parse: Callable[[Response], T], /
    ) -> Raw[T]:
        """`Caller.raw`, awaited."""
        return await self._run(operation, self._calls.raw(operation, build, parse))

    async def pages(
        self, operation: Operation, build: Build, parse: Callable[[Response], T], /
    ) -> AsyncIterator[T]:
        """`Caller.pages`, awaited."""
        cursors = Cursors(operation, build)
        page: Build | None = build
        while page is not None:
            answer = await self.call(operation, page, parse)
            yield answer
            page = cursors.after(answer)

    async def _run(self, operation: Operation, flow: CallFlow[T]) -> T:
        """Drive a flow to its value."""
        called = label(operation)
        came: Came | None = None
        try:
            while True:
                try:
                    step = flow.send(came)
                except StopIteration as done:
                    value: T = done.value
                    return value
                came = await self._carried_out(step, called)
        finally:
            del came  # an error would hold its own traceback, and so itself, through it

    async def _carried_out(self, step: Step, called: str) -> Came | None:
        if isinstance(step, Pause):
            await self._sleep(step.seconds)
            return None
        try:
            return await self._http.send(step, called, self._auth)
        except KickError as error:
            return error


def _shown(caller: object, calls: Calls | None) -> str:
    """Also of one that was refused half way, and is shown by a traceback."""
    return f"{type(caller).__name__}(api_url={calls.api_url if calls else ''!r})"


__all__ = ["PATIENT", "AsyncCaller", "Caller"]
