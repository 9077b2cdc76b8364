"""Many callers at once, in threads, in tasks or in event loops; each caller's outcome is kept."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol, TypeAlias, TypeVar

from kickwire import AsyncKick, Kick, errors
from kickwire_api.facade import AsyncPublicApi, PublicApi
from kickwire_api.models.channel import Channel
from kickwire_api.models.user import User

from conformance.suite.threads import Outcome, in_threads

T = TypeVar("T")

PATIENCE = 60.0
"""Seconds after which something that has to happen is given up."""

Answer: TypeAlias = list[User] | list[Channel]


class Face(Protocol):
    """One client, called by many."""

    def call(self, account: str | None) -> Outcome[Answer]:
        """One call as an account, or as the app."""
        ...

    def calls(
        self,
        number: int,
        *accounts: str | None,
        meanwhile: Callable[[], object] | None = None,
    ) -> list[Outcome[Answer]]:
        """So many calls at once as each account; `meanwhile` runs after all have begun."""
        ...

    def meanwhile(self, account: str | None) -> Outcome[Answer]:
        """`call` from the `meanwhile` of others."""
        ...


class Threads:
    """A `Kick` called from threads."""

    def __init__(self, kick: Kick) -> None:
        self.kick = kick

    def call(self, account: str | None) -> Outcome[Answer]:
        """`Face.call`."""
        try:
            return self._ask(account)
        except errors.KickError as error:
            return error

    def calls(
        self,
        number: int,
        *accounts: str | None,
        meanwhile: Callable[[], object] | None = None,
    ) -> list[Outcome[Answer]]:
        """`Face.calls`."""
        callers = [lambda account=account: self._ask(account) for account in accounts] * number
        return in_threads(callers, meanwhile)

    def meanwhile(self, account: str | None) -> Outcome[Answer]:
        """`Face.meanwhile`."""
        return self.call(account)

    def close(self) -> None:
        """End it."""
        self.kick.close()

    def _ask(self, account: str | None) -> Answer:
        if account is None:
            return as_app(self.kick)
        return as_user(self.kick.as_user(account))


class Tasks:
    """An `AsyncKick` called from tasks of its own event loop."""

    def __init__(self, kick: AsyncKick) -> None:
        self.kick = kick
        self._runner = asyncio.Runner()

    def call(self, account: str | None) -> Outcome[Answer]:
        """`Face.call`."""
        return self.calls(1, account)[0]

    def calls(
        self,
        number: int,
        *accounts: str | None,
        meanwhile: Callable[[], object] | None = None,
    ) -> list[Outcome[Answer]]:
        """`Face.calls`."""
        callers = [lambda account=account: self._ask(account) for account in accounts] * number
        return self._runner.run(in_tasks(callers, meanwhile))

    def meanwhile(self, account: str | None) -> Outcome[Answer]:
        """`Face.meanwhile`."""
        asked = asyncio.run_coroutine_threadsafe(self._ask(account), self._runner.get_loop())
        return asked.exception(PATIENCE) or asked.result()

    def close(self) -> None:
        """End it and its loop."""
        with self._runner:
            self._runner.run(self.kick.aclose())

    async def _ask(self, account: str | None) -> Answer:
        if account is None:
            return await as_app_async(self.kick)
        return await as_user_async(self.kick.as_user(account))


def as_user(api: PublicApi) -> list[User]:
    """The call that users make."""
    return api.users.get()


async def as_user_async(api: AsyncPublicApi) -> list[User]:
    """`as_user`, awaited."""
    return await api.users.get()


def as_app(api: PublicApi) -> list[Channel]:
    """The call that the app makes."""
    return api.channels.get(slug=["john-doe"])


async def as_app_async(api: AsyncPublicApi) -> list[Channel]:
    """`as_app`, awaited."""
    return await api.channels.get(slug=["john-doe"])


async def in_tasks(
    callers: Sequence[Callable[[], Awaitable[T]]], meanwhile: Callable[[], object] | None = None
) -> list[Outcome[T]]:
    """`in_threads` with tasks."""
    tasks = [asyncio.ensure_future(call()) for call in callers]
    if meanwhile is not None:
        await asyncio.to_thread(meanwhile)
    async with asyncio.timeout(PATIENCE):
        return await asyncio.gather(*tasks, return_exceptions=True)


def failures(outcomes: Sequence[Outcome[object]]) -> list[str]:
    """The errors among the outcomes, by class and text."""
    return [
        f"{type(each).__name__}: {each}" for each in outcomes if isinstance(each, BaseException)
    ]


def the_error(outcomes: Sequence[Outcome[object]]) -> errors.KickError:
    """The one error, of one class and one text, that every caller was told."""
    told = set(failures(outcomes))
    assert len(told) == 1, told
    first = outcomes[0]
    assert isinstance(first, errors.KickError)
    assert all(isinstance(each, errors.KickError) for each in outcomes)
    return first
