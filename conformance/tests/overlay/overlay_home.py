"""A mock in this process, a store, and calls as the app or as a user, synchronous or not."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, Protocol

from kickwire import App, AsyncKick, Kick, Login, MemoryStore
from kickwire.retrying import Retries
from kickwire.stores import Key
from kickwire.tokens import TokenSet
from kickwire_mock import InProcessTransport, Mock


class Home:
    """Everything that a client needs. Waits between attempts cost no time and are kept."""

    def __init__(self) -> None:
        self.mock = Mock()
        self.transport = InProcessTransport(self.mock)
        seed = self.mock.apps()[0]
        self.app = App(seed.client_id, seed.client_secret, seed.redirect_uris[0])
        self.store = MemoryStore()
        self.waits: list[float] = []

    def kick(self) -> Kick:
        """A client with nothing in memory."""
        return Kick(
            self.app,
            self.store,
            transport=self.transport,
            clock=self.mock.clock.now,
            sleep=self.waits.append,
            retries=Retries(total_wait=1000),
        )

    def async_kick(self) -> AsyncKick:
        """The same, for asyncio."""

        async def sleep(seconds: float) -> None:
            """Note the wait."""
            self.waits.append(seconds)

        return AsyncKick(
            self.app,
            self.store,
            transport=self.transport,
            clock=self.mock.clock.now,
            sleep=sleep,
            retries=Retries(total_wait=1000),
        )

    def log_in(self, *scopes: str, name: str = "alice") -> None:
        """A login of a user of the mock."""
        with self.kick() as kick:
            request = kick.login(scopes, account=name)
            callback = self.mock.consent(request.url, name)
            assert isinstance(kick.complete_login(callback, binding=request.binding), Login)

    def stored(self, tokens: TokenSet, name: str = "alice") -> None:
        """Put tokens where a login would."""
        self.store.put(Key(self.app.client_id, "user", name), tokens.to_text())

    def asked(self, operation: str, grant_type: str | None = None) -> list[int | None]:
        """How each request to an operation was answered."""
        entries = self.mock.journal.entries(operation=operation)
        return [one.status for one in entries if grant_type in (None, one.grant_type)]


class Act(Protocol):
    """Makes one call with a new client, as a user, or as the app if there is none."""

    def __call__(self, home: Home, account: str | None, call: Callable[[Any], Any]) -> Any:
        """Give the value; raise the error."""
        ...


def act(home: Home, account: str | None, call: Callable[[Any], Any]) -> Any:
    """One synchronous call."""
    with home.kick() as kick:
        return call(kick if account is None else kick.as_user(account))


def act_async(home: Home, account: str | None, call: Callable[[Any], Any]) -> Any:
    """The same call, awaited."""

    async def run() -> Any:
        """Call once."""
        async with home.async_kick() as kick:
            return await call(kick if account is None else kick.as_user(account))

    return asyncio.run(run())
