"""How the parts of one client hang together.

`Kick` and `AsyncKick` load this when one is made, so that ``from kickwire import Kick`` costs no
more than the names in it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Protocol

from .accounts import Accounts
from .auth import Account, KickAuth
from .calls import AsyncCaller, Caller
from .config import App, Hosts, checked_app, checked_hosts
from .connection import Connection, settled
from .errors import ConfigurationError
from .lending import generated, generated_async
from .refresher import Refresher
from .retrying import Retries, checked_retries
from .scopes import checked_scopes
from .sending import AsyncHttp, Http
from .stores.base import Store
from .transports import (
    AsyncTransport,
    Transport,
    api_transport,
    async_api_transport,
    id_transport,
    timeouts,
)

if TYPE_CHECKING:
    from kickwire_api import Client


class Closable(Protocol):
    """Something that has to be closed."""

    def close(self) -> None:
        """Close it."""
        ...


class Parts:
    """What both faces share.

    Attributes:
        accounts: who logs in, acts and logs out.
        hosts: the identity host and the Public API.
    """

    def __init__(self, accounts: Accounts, hosts: Hosts, scopes: Iterable[str] | None) -> None:
        self.accounts = accounts
        self.hosts = hosts
        self._scopes = None if scopes is None else checked_scopes(scopes)
        self._opened: Closable | None = None

    def owns(self, store: Closable | None) -> None:
        """Have a store closed with everything else."""
        self._opened = store

    def account(self, name: str | None) -> Account:
        """A user's account, or the app itself."""
        return self.accounts.app() if name is None else self.accounts.user(name)

    def auth(self, whose: Account) -> KickAuth:
        """What signs requests as this account."""
        return KickAuth(whose, self.hosts.api_url)

    def asked(self, scopes: Iterable[str] | None) -> Iterable[str]:
        """The scopes of a login: those given, else those of the client."""
        if scopes is not None:
            return scopes
        if self._scopes is None:
            raise ConfigurationError(
                "scopes: name them, as in kick.login(['user:read']), or give the client scopes= "
                "(KICK_SCOPES, or scopes in a file)"
            )
        return self._scopes

    def close(self) -> None:
        """Wait for what was begun, save what is unsaved, close what is open."""
        try:
            self.accounts.close()
        finally:
            if self._opened is not None:
                self._opened.close()


class Wiring(Parts):
    """The parts of a `Kick`; its arguments are."""

    def __init__(
        self,
        app: App,
        store: Store,
        *,
        id_url: str | None,
        api_url: str | None,
        scopes: Iterable[str] | None,
        timeout: float | None,
        connection: Connection | None,
        retries: Retries | None,
        clock: Callable[[], float],
        sleep: Callable[[float], object],
        random: Callable[[], float],
        transport: Transport | None,
        oauth_transport: Transport | None,
    ) -> None:
        hosts = checked_hosts(id_url, api_url)
        retries = checked_retries(retries)
        _check("transport", transport, Transport, "synchronously")
        _check("oauth_transport", oauth_transport, Transport, "synchronously")
        _check_both(id_url, transport, oauth_transport)
        connection = settled(connection, timeout, transport, oauth_transport)
        self.http = Http(connection, transport, partial(api_transport, hosts.api_url))
        blocking = oauth_transport or transport
        super().__init__(
            _accounts(app, store, hosts, connection, self.http, blocking, clock), hosts, scopes
        )
        self._timeout = timeouts(connection)
        self._calling = partial(
            Caller,
            self.http,
            api_url=hosts.api_url,
            retries=retries,
            sleep=sleep,
            random=random,
            clock=clock,
        )

    def caller(self, whose: Account) -> Caller:
        """What the facade of an account calls."""
        return self._calling(auth=self.auth(whose))

    def generated(self, whose: Account) -> Client:
        """The generated client of an account, over the same connections."""
        return generated(self.http, self.hosts.api_url, self.auth(whose), self._timeout)


class AsyncWiring(Parts):
    """The parts of an `AsyncKick`; its arguments are."""

    def __init__(
        self,
        app: App,
        store: Store,
        *,
        id_url: str | None,
        api_url: str | None,
        scopes: Iterable[str] | None,
        timeout: float | None,
        connection: Connection | None,
        retries: Retries | None,
        clock: Callable[[], float],
        sleep: Callable[[float], Awaitable[object]],
        random: Callable[[], float],
        transport: AsyncTransport | None,
        oauth_transport: Transport | None,
    ) -> None:
        hosts = checked_hosts(id_url, api_url)
        retries = checked_retries(retries)
        _check("transport", transport, AsyncTransport, "asynchronously")
        _check("oauth_transport", oauth_transport, Transport, "synchronously")
        _check_both(id_url, transport, oauth_transport)
        connection = settled(connection, timeout, transport, oauth_transport)
        blocking = oauth_transport or _also_synchronous(transport)
        naming = Http(connection, blocking, partial(api_transport, hosts.api_url))
        self.http = AsyncHttp(connection, transport, partial(async_api_transport, hosts.api_url))
        super().__init__(
            _accounts(app, store, hosts, connection, naming, blocking, clock), hosts, scopes
        )
        self._timeout = timeouts(connection)
        self._calling = partial(
            AsyncCaller,
            self.http,
            api_url=hosts.api_url,
            retries=retries,
            sleep=sleep,
            random=random,
            clock=clock,
        )

    def caller(self, whose: Account) -> AsyncCaller:
        """`Wiring.caller`."""
        return self._calling(auth=self.auth(whose))

    def generated(self, whose: Account) -> Client:
        """`Wiring.generated`."""
        return generated_async(self.http, self.hosts.api_url, self.auth(whose), self._timeout)


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


def _checked_store(store: Store) -> Store:
    """What is meant is a store, and not the path of one."""
    if not hasattr(store, "lock_proves_end"):
        raise ConfigurationError(
            "store: a store is expected, as in SQLiteStore('kick-tokens.db') or MemoryStore()"
        )
    return store


def _accounts(
    app: App,
    store: Store,
    hosts: Hosts,
    connection: Connection,
    api_http: Http,
    oauth_transport: Transport | None,
    clock: Callable[[], float],
) -> Accounts:
    app, store = checked_app(app), _checked_store(store)
    id_http = Http(connection, oauth_transport, partial(id_transport, hosts.id_url))
    refresher = Refresher(
        app, store, id_http, id_url=hosts.id_url, clock=clock, timeout=connection.longest
    )
    return Accounts(app, store, hosts, id_http, api_http, refresher)


__all__ = ["AsyncWiring", "Closable", "Parts", "Wiring"]
