"""`Kick`: one app, one token store, both hosts.

What is behind it is loaded with the first one that is made (`kickwire.wiring`).
"""

from __future__ import annotations

import os
import random as chance
import time
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Self, TypedDict, Unpack

from kickwire_api.facade.sync import PublicApi

from .closing import Closing
from .plain import PlainSettings

if TYPE_CHECKING:
    from kickwire_api import Client

    from .accounts import Login
    from .auth import KickAuth
    from .config import App
    from .connection import Connection
    from .given import Given
    from .logins import AuthorizationRequest, Denied
    from .retrying import Retries
    from .stores.base import Store
    from .tokens import TokenSet
    from .transports import Transport
    from .wiring import Wiring


class Objects(TypedDict, total=False):
    """Arguments of `Kick` that no file can hold."""

    connection: Connection | None
    clock: Callable[[], float]
    sleep: Callable[[float], object]
    random: Callable[[], float]
    transport: Transport | None
    oauth_transport: Transport | None


class Options(Objects, total=False):
    """Arguments of `Kick` that count more than what `from_env` and `from_toml` find."""

    id_url: str | None
    api_url: str | None
    scopes: Iterable[str] | None
    retries: Retries | None


class Settings(PlainSettings, Objects, total=False):
    """Arguments of `Kick.from_settings`."""


class Kick(PublicApi, Closing):
    """Kick's Public API as an app, and through `as_user` as the users who logged in.

    Share one between threads. It is a context manager; `close` waits for its own renewals.

    Args:
        app: id, secret and redirect URI.
        store: where tokens are kept, e.g. ``SQLiteStore("tokens.db")``.
        id_url: origin of the identity host; give it together with `api_url`.
        api_url: origin of the Public API.
        scopes: what a login asks for if nothing else is said.
        timeout: seconds, short for ``connection=Connection(timeout=...)``.
        connection: proxy, certificates, HTTP/2, limits and timeouts, for both hosts.
        retries: how often a failed request is sent again; None takes ``Retries()``.
        clock: Unix seconds; for tests.
        sleep: waits so many seconds before a retry; for tests.
        random: a number from 0 to 1, which spreads retries; for tests.
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
        scopes: Iterable[str] | None = None,
        timeout: float | None = None,
        connection: Connection | None = None,
        retries: Retries | None = None,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], object] = time.sleep,
        random: Callable[[], float] = chance.random,
        transport: Transport | None = None,
        oauth_transport: Transport | None = None,
    ) -> None:
        from .wiring import Wiring

        self._wiring = Wiring(
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
        **overrides: Unpack[Options],
    ) -> Self:
        """A client as the environment says, with ``KICK_CLIENT_ID`` and the like.

        docs/configuration.md has the list.

        Args:
            store: where tokens are kept; None opens the one that ``KICKWIRE_STORE`` names, and
                `close` closes it.
            environ: read instead of ``os.environ``.
            overrides: arguments of this class that count more than the environment.

        Raises:
            ConfigurationError: with a line for each setting that is missing or cannot be used.
            StoreError: the store that is named cannot be opened.
        """
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
        **overrides: Unpack[Options],
    ) -> Self:
        """A client as the table ``[kick]`` of a TOML file says.

        The client secret and the store's keys may be left to the environment.
        docs/configuration.md has the list.

        Args:
            path: the file; relative paths in it begin at its folder.
            store: where tokens are kept; None opens the one that the file names, and `close`
                closes it.
            environ: read instead of ``os.environ``.
            overrides: arguments of this class that count more than the file.

        Raises:
            ConfigurationError: the file cannot be read; or with a line for each setting that is
                missing, unknown or cannot be used.
            StoreError: the store that is named cannot be opened.
        """
        from .given import environment, toml_file

        outside = environment(environ)
        del environ  # so that no traceback with locals shows it
        return cls._configured(toml_file(path, outside), store, overrides)

    @classmethod
    def from_settings(cls, **settings: Unpack[Settings]) -> Self:
        """A client as keyword arguments say, for programs that keep their settings elsewhere.

        Args:
            settings: ``client_id``, ``client_secret``, ``store`` and whatever else a file can
                hold, under the same names (docs/configuration.md); and the arguments of this class
                that no file can hold, such as ``transport``. None counts as not given. ``store`` is
                a `Store`, or as in a file the place of one, which `close` closes.

        Raises:
            ConfigurationError: with a line for each setting that is missing, unknown or cannot be
                used.
            StoreError: the store that is named cannot be opened.
        """
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
        """The generated client, signing as the app: for the modules in ``kickwire_api.api``.

        It shares the connections, and is closed with this. Its errors are its own (see
        `kickwire_api.errors`, and httpx's where there is no answer), but for what the signing
        finds out, such as `LoginRequired`. It sends once, and checks no scopes.
        """
        return self._wiring.generated(self._wiring.accounts.app())

    def as_user(self, account: str) -> UserApi:
        """The same API, acting as a user who logged in.

        Args:
            account: the name of the login.

        Raises:
            LoginRequired: at the first call, if no login of this name is stored.
        """
        return UserApi(self._wiring, account)

    def auth(self, account: str | None = None) -> KickAuth:
        """Signs requests as the app or as a user, for an httpx client of your own."""
        return self._wiring.auth(self._wiring.account(account))

    def tokens(self, account: str | None = None) -> TokenSet:
        """Good tokens of a user or of the app, renewed if need be.

        For handing the access token to something else. Leave the refresh token alone: whoever uses
        it ends the stored login.

        Raises:
            LoginRequired, GrantLost: the user has to log in.
            KickError: they are due and cannot be renewed now.
        """
        return self._wiring.account(account).current().tokens

    def login(
        self,
        scopes: Iterable[str] | None = None,
        *,
        account: str | None = None,
        unlisted_scopes: bool = False,
    ) -> AuthorizationRequest:
        """Begin a login: send the browser to ``.url`` and keep ``.binding`` with whoever it is.

        Args:
            scopes: see `kickwire.scopes.SCOPES`; None takes those of this client.
            account: the name to keep the login under; None takes Kick's user id, which needs the
                scope ``user:read``.
            unlisted_scopes: let names pass that this release does not know.

        Raises:
            ConfigurationError: the app has no redirect URI, there are no scopes, or one of them
                cannot be asked for.
            StoreError: the store cannot be used.
        """
        return self._wiring.accounts.login(
            self._wiring.asked(scopes), account=account, unlisted_scopes=unlisted_scopes
        )

    def complete_login(self, callback: str, *, binding: str) -> Login | Denied:
        """Finish a login with the URL the browser came back with.

        Args:
            callback: the whole URL, or its query.
            binding: of whoever brings it: the cookie's value, or ``request.binding``.

        Returns:
            A `Login`, or `Denied` if the user said no.

        Raises:
            LoginFailed: the callback is not this login's, came twice or too late, or its code is
                no longer good.
            LoginUnnamed: it worked, but Kick could not be asked whose login it is.
            StoreError: the store cannot be used. If it fails after the code was redeemed, the pair
                is kept in this process and saved by the next call of the account, or by `close`.
            KickError: the identity host failed; start another login.
        """
        from .logins import Callback

        brought = Callback(callback, binding)
        del callback, binding  # so that no traceback with locals shows the code
        return self._wiring.accounts.complete_login(brought)

    def name_login(self, pending: str, account: str | None = None) -> Login:
        """Finish a login that ended in `LoginUnnamed`, by asking Kick again or by a given name.

        It has 30 days for that. A login that the account got meanwhile is not overwritten. What was
        asked for is no longer known, so ``missing`` is empty.

        Raises:
            LoginFailed: no such login is waiting, or Kick has ended it.
            LoginUnnamed: Kick could not be asked again.
        """
        return self._wiring.accounts.name_login(pending, account)

    def log_out(self, account: str) -> bool:
        """End a user's tokens at Kick and forget them. False if there were none.

        Raises:
            KickError: Kick could not be told; nothing was forgotten here, call it again.
        """
        return self._wiring.accounts.log_out(account)

    def forget(self, account: str) -> bool:
        """Forget a user's tokens without telling Kick, for instance where no store key opens them.

        False if there were none.
        """
        return self._wiring.accounts.forget(account)

    def close(self) -> None:
        """Wait for the renewals begun here, save what is unsaved, close what this has opened."""
        self._wiring.close()


class UserApi(PublicApi):
    """The Public API as one user: what `Kick.as_user` gives."""

    def __init__(self, wiring: Wiring, account: str) -> None:
        self._wiring = wiring
        self._whose = wiring.accounts.user(account)
        super().__init__(wiring.caller(self._whose))

    @cached_property
    def generated(self) -> Client:
        """`Kick.generated`, signing as this user."""
        return self._wiring.generated(self._whose)


__all__ = ["Kick", "Objects", "Options", "Settings", "UserApi"]
