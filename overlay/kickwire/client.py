"""`Kick` and `AsyncKick`: one app, one token store, both hosts. Wiring only."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import TypeVar

from kickwire_api.facade import AsyncPublicApi, PublicApi

from .accounts import Accounts, Login
from .auth import KickAuth
from .calls import AsyncCaller, Caller
from .closing import AsyncClosing, Closing
from .config import App, Hosts, checked_hosts, checked_timeout
from .errors import ConfigurationError
from .flights import Flights
from .logins import AuthorizationRequest, Callback, Denied
from .refresher import Refresher
from .sending import (
    DEFAULT_TIMEOUT,
    AsyncHttp,
    AsyncTransport,
    Http,
    Transport,
    id_transport,
    running_loop,
)
from .stores.base import Store
from .tokens import TokenSet

T = TypeVar("T")

_BLOCKING = Flights("kickwire-login", workers=8)
"""Where `AsyncKick` does what must not be cut in half and what waits for a store."""


class Kick(PublicApi, Closing):
    """Kick's Public API as an app, and through `as_user` as the users who logged in.

    Share one between threads. It is a context manager; `close` waits for its own renewals.

    Args:
        app: id, secret and redirect URI.
        store: where tokens are kept, e.g. ``SQLiteStore("tokens.db")``.
        id_url: origin of the identity host; give it together with `api_url`.
        api_url: origin of the Public API.
        timeout: seconds, for each of connect, write, read and pool.
        clock: Unix seconds; for tests.
        transport: an httpx transport for the API. It serves the identity host too if
            `oauth_transport` is not given.
        oauth_transport: an httpx transport for the identity host.

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
        timeout: float = DEFAULT_TIMEOUT,
        clock: Callable[[], float] = time.time,
        transport: Transport | None = None,
        oauth_transport: Transport | None = None,
    ) -> None:
        hosts = checked_hosts(id_url, api_url)
        _check("transport", transport, Transport, "synchronously")
        _check("oauth_transport", oauth_transport, Transport, "synchronously")
        _check_both(id_url, transport, oauth_transport)
        self._http = Http(timeout, transport)
        self._hosts = hosts
        self._accounts = _accounts(
            app, store, hosts, self._http, oauth_transport or transport, timeout, clock
        )
        super().__init__(self._caller_for(self.auth()))

    def __repr__(self) -> str:
        return _shown(self, getattr(self, "_hosts", None))

    def as_user(self, account: str) -> PublicApi:
        """The same API, acting as a user who logged in.

        Args:
            account: the name of the login.

        Raises:
            LoginRequired: at the first call, if no login of this name is stored.
        """
        whose = self._accounts.user(account)
        return PublicApi(self._caller_for(KickAuth(whose, self._hosts.api_url)))

    def auth(self, account: str | None = None) -> KickAuth:
        """Signs requests as the app or as a user, e.g. for ``kickwire_api.Client(auth=...)``."""
        accounts = self._accounts
        whose = accounts.app() if account is None else accounts.user(account)
        return KickAuth(whose, self._hosts.api_url)

    def tokens(self, account: str | None = None) -> TokenSet:
        """Good tokens of a user or of the app, renewed if need be.

        For handing the access token to something else. Leave the refresh token alone: whoever uses
        it ends the stored login.

        Raises:
            LoginRequired, GrantLost: the user has to log in.
            KickError: they are due and cannot be renewed now.
        """
        accounts = self._accounts
        whose = accounts.app() if account is None else accounts.user(account)
        return whose.current().tokens

    def login(
        self,
        scopes: Iterable[str],
        *,
        account: str | None = None,
        unlisted_scopes: bool = False,
    ) -> AuthorizationRequest:
        """Begin a login: send the browser to ``.url`` and keep ``.binding`` with whoever it is.

        Args:
            scopes: see `kickwire.scopes.SCOPES`.
            account: the name to keep the login under; None takes Kick's user id, which needs the
                scope ``user:read``.
            unlisted_scopes: let names pass that this release does not know.

        Raises:
            ConfigurationError: the app has no redirect URI, or a scope cannot be asked for.
            StoreError: the store cannot be used.
        """
        return self._accounts.login(scopes, account=account, unlisted_scopes=unlisted_scopes)

    def complete_login(self, callback: str, *, binding: str) -> Login | Denied:
        """Finish a login with the URL the browser came back with.

        Args:
            callback: the whole URL, or its query.
            binding: of whoever brings it: the cookie's value, or ``request.binding``.

        Raises:
            LoginFailed: the callback is not this login's, came twice or too late, or its code is
                no longer good.
            LoginUnnamed: it worked, but Kick could not be asked whose login it is.
            StoreError: the store cannot be used. If it fails after the code was redeemed, the pair
                is kept in this process and saved by the next call of the account, or by `close`.
            KickError: the identity host failed; start another login.
        """
        brought = Callback(callback, binding)
        del callback, binding  # so that no traceback with locals shows the code
        return self._accounts.complete_login(brought)

    def name_login(self, pending: str, account: str | None = None) -> Login:
        """Finish a login that ended in `LoginUnnamed`, by asking Kick again or by a given name.

        It has 30 days for that. A login that the account got meanwhile is not overwritten. What was
        asked for is no longer known, so ``missing`` is empty.

        Raises:
            LoginFailed: no such login is waiting, or Kick has ended it.
            LoginUnnamed: Kick could not be asked again.
        """
        return self._accounts.name_login(pending, account)

    def log_out(self, account: str) -> bool:
        """End a user's tokens at Kick and forget them. False if there were none.

        Raises:
            KickError: Kick could not be told; nothing was forgotten here, call it again.
        """
        return self._accounts.log_out(account)

    def forget(self, account: str) -> bool:
        """Forget a user's tokens without telling Kick, for instance where no store key opens them.

        False if there were none.
        """
        return self._accounts.forget(account)

    def close(self) -> None:
        """Wait for the renewals begun here, save what is unsaved, close the connections."""
        self._accounts.close()

    def _caller_for(self, auth: KickAuth) -> Caller:
        return Caller(self._http, auth, self._hosts.api_url)


class AsyncKick(AsyncPublicApi, AsyncClosing):
    """`Kick` for asyncio. It belongs to the event loop that first uses it.

    Renewals and logins run in threads over connections of their own: cancelling a caller, or
    closing the loop, cuts none of them in half.

    Args:
        app: id, secret and redirect URI.
        store: where tokens are kept; it may be shared with any number of others.
        id_url: origin of the identity host; give it together with `api_url`.
        api_url: origin of the Public API.
        timeout: seconds, for each of connect, write, read and pool.
        clock: Unix seconds; for tests.
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
        timeout: float = DEFAULT_TIMEOUT,
        clock: Callable[[], float] = time.time,
        transport: AsyncTransport | None = None,
        oauth_transport: Transport | None = None,
    ) -> None:
        hosts = checked_hosts(id_url, api_url)
        _check("transport", transport, AsyncTransport, "asynchronously")
        _check("oauth_transport", oauth_transport, Transport, "synchronously")
        _check_both(id_url, transport, oauth_transport)
        blocking = oauth_transport or _also_synchronous(transport)
        self._http = AsyncHttp(timeout, transport)
        self._hosts = hosts
        self._accounts = _accounts(
            app, store, hosts, Http(timeout, blocking), blocking, timeout, clock
        )
        super().__init__(self._caller_for(self.auth()))

    def __repr__(self) -> str:
        return _shown(self, getattr(self, "_hosts", None))

    def as_user(self, account: str) -> AsyncPublicApi:
        """`Kick.as_user`."""
        whose = self._accounts.user(account)
        return AsyncPublicApi(self._caller_for(KickAuth(whose, self._hosts.api_url)))

    def auth(self, account: str | None = None) -> KickAuth:
        """`Kick.auth`."""
        accounts = self._accounts
        whose = accounts.app() if account is None else accounts.user(account)
        return KickAuth(whose, self._hosts.api_url)

    async def tokens(self, account: str | None = None) -> TokenSet:
        """`Kick.tokens`, awaited."""
        accounts = self._accounts
        whose = accounts.app() if account is None else accounts.user(account)
        return (await whose.current_async()).tokens

    async def login(
        self,
        scopes: Iterable[str],
        *,
        account: str | None = None,
        unlisted_scopes: bool = False,
    ) -> AuthorizationRequest:
        """`Kick.login`, awaited."""
        return await _blocking(
            partial(self._accounts.login, scopes, account=account, unlisted_scopes=unlisted_scopes)
        )

    async def complete_login(self, callback: str, *, binding: str) -> Login | Denied:
        """`Kick.complete_login`, awaited. Once begun it goes on even if this is cancelled."""
        brought = Callback(callback, binding)
        del callback, binding  # so that no traceback with locals shows the code
        return await _blocking(partial(self._accounts.complete_login, brought))

    async def name_login(self, pending: str, account: str | None = None) -> Login:
        """`Kick.name_login`, awaited."""
        return await _blocking(partial(self._accounts.name_login, pending, account))

    async def log_out(self, account: str) -> bool:
        """`Kick.log_out`, awaited."""
        return await _blocking(partial(self._accounts.log_out, account))

    async def forget(self, account: str) -> bool:
        """`Kick.forget`, awaited."""
        return await _blocking(partial(self._accounts.forget, account))

    async def aclose(self) -> None:
        """Wait for the renewals begun here, save what is unsaved, close the connections."""
        try:
            await _blocking(self._accounts.close)
        finally:
            await self._http.aclose()

    def _caller_for(self, auth: KickAuth) -> AsyncCaller:
        return AsyncCaller(self._http, auth, self._hosts.api_url)


async def _blocking(job: Callable[[], T]) -> T:
    running_loop()
    return (await asyncio.wrap_future(_BLOCKING.join((object(),), job))).outcome()


def _shown(client: object, hosts: Hosts | None) -> str:
    """Also of one that was refused half way, and is shown by a traceback."""
    origins = "" if hosts is None else f"id={hosts.id_url!r}, api={hosts.api_url!r}"
    return f"{type(client).__name__}({origins})"


def _check(name: str, transport: object, kind: type, how: str) -> None:
    if transport is not None and not isinstance(transport, kind):
        raise ConfigurationError(f"{name}: an httpx transport that can send {how} is expected")


def _also_synchronous(transport: AsyncTransport | None) -> Transport | None:
    """One object may serve both hosts; nothing ever falls back to a real host."""
    if transport is None or isinstance(transport, Transport):
        return transport
    raise ConfigurationError(
        "oauth_transport: needed beside this transport, which cannot send synchronously"
    )


def _check_both(id_url: str | None, transport: object, oauth_transport: object) -> None:
    """A test that replaces one host does not speak to the real other one."""
    if id_url is None and transport is None and oauth_transport is not None:
        raise ConfigurationError(
            "transport: needed beside oauth_transport, or calls would go to Kick itself; to mean "
            "just that, name both hosts with id_url and api_url"
        )


def _accounts(
    app: App,
    store: Store,
    hosts: Hosts,
    api_http: Http,
    oauth_transport: Transport | None,
    timeout: float,
    clock: Callable[[], float],
) -> Accounts:
    id_http = Http(timeout, oauth_transport, partial(id_transport, hosts.id_url))
    refresher = Refresher(
        app, store, id_http, id_url=hosts.id_url, clock=clock, timeout=checked_timeout(timeout)
    )
    return Accounts(app, store, hosts, id_http, api_http, refresher)


__all__ = ["AsyncKick", "Kick"]
