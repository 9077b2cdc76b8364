"""`AsyncKick`: `Kick` for asyncio."""

from __future__ import annotations

import asyncio
import os
import random as chance
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from functools import cached_property, partial
from typing import TYPE_CHECKING, Self, TypedDict, TypeVar, Unpack

from kickwire_api.facade.aio import AsyncPublicApi

from .accounts import Login
from .auth import KickAuth
from .closing import AsyncClosing
from .config import App
from .connection import Connection
from .flights import Flights
from .logins import AuthorizationRequest, Callback, Denied
from .plain import PlainSettings
from .retrying import Retries
from .sending import running_loop
from .stores.base import Store
from .tokens import TokenSet
from .transports import AsyncTransport, Transport
from .wiring import AsyncWiring

if TYPE_CHECKING:
    from kickwire_api import Client

    from .given import Given

T = TypeVar("T")

_BLOCKING = Flights("kickwire-login", workers=8)
"""Where `AsyncKick` does what must not be cut in half and what waits for a store."""


class AsyncObjects(TypedDict, total=False):
    """Arguments of `AsyncKick` that no file can hold."""

    connection: Connection | None
    clock: Callable[[], float]
    sleep: Callable[[float], Awaitable[object]]
    random: Callable[[], float]
    transport: AsyncTransport | None
    oauth_transport: Transport | None


class AsyncOptions(AsyncObjects, total=False):
    """Arguments of `AsyncKick` that count more than what `from_env` and `from_toml` find."""

    id_url: str | None
    api_url: str | None
    scopes: Iterable[str] | None
    retries: Retries | None


class AsyncSettings(PlainSettings, AsyncObjects, total=False):
    """Arguments of `AsyncKick.from_settings`."""


class AsyncKick(AsyncPublicApi, AsyncClosing):
    """`Kick` for asyncio. It belongs to the event loop that first uses it.

    Renewals and logins run in threads over connections of their own: cancelling a caller, or
    closing the loop, cuts none of them in half.

    Args:
        app: id, secret and redirect URI.
        store: where tokens are kept; it may be shared with any number of others.
        id_url: origin of the identity host; give it together with `api_url`.
        api_url: origin of the Public API.
        scopes: what a login asks for if nothing else is said.
        timeout: seconds, short for ``connection=Connection(timeout=...)``.
        connection: proxy, certificates, HTTP/2, limits and timeouts, for both hosts.
        retries: how often a failed request is sent again; None takes ``Retries()``.
        clock: Unix seconds; for tests.
        sleep: waits so many seconds before a retry; for tests.
        random: a number from 0 to 1, which spreads retries; for tests.
        transport: an httpx transport for the API. It serves the identity host too if it is
            synchronous as well and `oauth_transport` is not given.
        oauth_transport: a synchronous httpx transport for the identity host; a login without a
            name also asks the API through it, once, whose it is.

    Raises:
        ConfigurationError: a setting cannot be used.
    """

    def __init__(
        self,
        app: App,
        store: Store,
        *,
        id_url: str | None = None,
        api_url: str | None = None,
        scopes: Iterable[str] | None = None,
        timeout: float | None = None,
        connection: Connection | None = None,
        retries: Retries | None = None,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        random: Callable[[], float] = chance.random,
        transport: AsyncTransport | None = None,
        oauth_transport: Transport | None = None,
    ) -> None:
        self._wiring = AsyncWiring(
            app,
            store,
            id_url=id_url,
            api_url=api_url,
            scopes=scopes,
            timeout=timeout,
            connection=connection,
            retries=retries,
            clock=clock,
            sleep=sleep,
            random=random,
            transport=transport,
            oauth_transport=oauth_transport,
        )
        super().__init__(self._wiring.caller(self._wiring.accounts.app()))

    def __repr__(self) -> str:
        if not hasattr(self, "_wiring"):  # refused half way, and shown by a traceback
            return f"<{type(self).__name__}>"
        hosts = self._wiring.hosts
        return f"{type(self).__name__}(id={hosts.id_url!r}, api={hosts.api_url!r})"

    @classmethod
    def from_env(
        cls,
        store: Store | None = None,
        *,
        environ: Mapping[str, str] | None = None,
        **overrides: Unpack[AsyncOptions],
    ) -> Self:
        """`Kick.from_env`."""
        from .given import environment

        given = environment(environ)
        del environ  # so that no traceback with locals shows it
        return cls._configured(given, store, overrides)

    @classmethod
    def from_toml(
        cls,
        path: str | os.PathLike[str],
        store: Store | None = None,
        *,
        environ: Mapping[str, str] | None = None,
        **overrides: Unpack[AsyncOptions],
    ) -> Self:
        """`Kick.from_toml`."""
        from .given import environment, toml_file

        outside = environment(environ)
        del environ  # so that no traceback with locals shows it
        return cls._configured(toml_file(path, outside), store, overrides)

    @classmethod
    def from_settings(cls, **settings: Unpack[AsyncSettings]) -> Self:
        """`Kick.from_settings`."""
        from .given import arguments

        given, store, objects = arguments(settings)
        del settings  # so that no traceback with locals shows it
        return cls._configured(given, store, objects)

    @classmethod
    def _configured(
        cls, given: Given, store: Store | None, overrides: Mapping[str, object]
    ) -> Self:
        from .settings import configured

        made, opened = configured(cls, given, store, overrides)
        made._wiring.owns(opened)  # noqa: SLF001  # of this class
        return made

    @cached_property
    def generated(self) -> Client:
        """`Kick.generated`, for ``send_async`` and the functions called ``asyncio``."""
        return self._wiring.generated(self._wiring.accounts.app())

    def as_user(self, account: str) -> AsyncUserApi:
        """`Kick.as_user`."""
        return AsyncUserApi(self._wiring, account)

    def auth(self, account: str | None = None) -> KickAuth:
        """`Kick.auth`."""
        return self._wiring.auth(self._wiring.account(account))

    async def tokens(self, account: str | None = None) -> TokenSet:
        """`Kick.tokens`, awaited."""
        return (await self._wiring.account(account).current_async()).tokens

    async def login(
        self,
        scopes: Iterable[str] | None = None,
        *,
        account: str | None = None,
        unlisted_scopes: bool = False,
    ) -> AuthorizationRequest:
        """`Kick.login`, awaited."""
        asked = self._wiring.asked(scopes)
        return await _blocking(
            partial(
                self._wiring.accounts.login,
                asked,
                account=account,
                unlisted_scopes=unlisted_scopes,
            )
        )

    async def complete_login(self, callback: str, *, binding: str) -> Login | Denied:
        """`Kick.complete_login`, awaited. Once begun it goes on even if this is cancelled."""
        brought = Callback(callback, binding)
        del callback, binding  # so that no traceback with locals shows the code
        return await _blocking(partial(self._wiring.accounts.complete_login, brought))

    async def name_login(self, pending: str, account: str | None = None) -> Login:
        """`Kick.name_login`, awaited."""
        return await _blocking(partial(self._wiring.accounts.name_login, pending, account))

    async def log_out(self, account: str) -> bool:
        """`Kick.log_out`, awaited."""
        return await _blocking(partial(self._wiring.accounts.log_out, account))

    async def forget(self, account: str) -> bool:
        """`Kick.forget`, awaited."""
        return await _blocking(partial(self._wiring.accounts.forget, account))

    async def aclose(self) -> None:
        """Wait for the renewals begun here, save what is unsaved, close what this has opened."""
        try:
            await _blocking(self._wiring.close)
        finally:
            await self._wiring.http.aclose()


class AsyncUserApi(AsyncPublicApi):
    """The Public API as one user: what `AsyncKick.as_user` gives."""

    def __init__(self, wiring: AsyncWiring, account: str) -> None:
        self._wiring = wiring
        self._whose = wiring.accounts.user(account)
        super().__init__(wiring.caller(self._whose))

    @cached_property
    def generated(self) -> Client:
        """`AsyncKick.generated`, signing as this user."""
        return self._wiring.generated(self._whose)


async def _blocking(job: Callable[[], T]) -> T:
    running_loop()
    return (await asyncio.wrap_future(_BLOCKING.join((object(),), job))).outcome()


__all__ = ["AsyncKick", "AsyncObjects", "AsyncOptions", "AsyncSettings", "AsyncUserApi"]
