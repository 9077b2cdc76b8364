"""The accounts of one app in one store: logging in, acting, logging out. Synchronous throughout.

`Kick` calls it directly; `AsyncKick` calls it in threads of its own, where no cancellation reaches.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from ._core import flows
from .auth import Account
from .config import App, Hosts
from .errors import (
    AskTheUser,
    ConfigurationError,
    KickError,
    LoginFailed,
    LoginUnnamed,
    StoreError,
)
from .flights import Gate
from .logins import AuthorizationRequest, Callback, Denied
from .refresher import Refresher
from .sending import Http
from .stores.base import Key, Store
from .tokens import TokenSet


@dataclass(frozen=True, slots=True)
class Login:
    """A user has logged in, and their pair is stored.

    Attributes:
        account: the name it is stored under.
        scopes: what was granted.
        missing: what was asked for and not granted: enable it in the app's developer settings
            first, then let the user log in again (ledger ``authorize_scope_silently_reduced``).
    """

    account: str
    scopes: tuple[str, ...]
    missing: tuple[str, ...] = ()


class Accounts:
    """What `Kick` and `AsyncKick` share.

    Args:
        app: whose accounts.
        store: where they are.
        hosts: the identity host and the Public API.
        id_http: sends to the identity host.
        api_http: sends ``GET /users``, once per login without a name.
        refresher: renews.
    """

    def __init__(
        self,
        app: App,
        store: Store,
        hosts: Hosts,
        id_http: Http,
        api_http: Http,
        refresher: Refresher,
    ) -> None:
        self._app = app
        self._store = store
        self._hosts = hosts
        self._id_http = id_http
        self._api_http = api_http
        self._refresher = refresher
        self._known: dict[Key, Account] = {}
        self._gate = Gate()

    def user(self, name: str) -> Account:
        """The account of a user."""
        return self._account(self._key(name))

    def app(self) -> Account:
        """The app itself."""
        return self._account(Key(self._app.client_id, "app"))

    def login(
        self, scopes: Iterable[str], *, account: str | None, unlisted_scopes: bool
    ) -> AuthorizationRequest:
        """Begin a login, and keep it until its callback comes."""
        if account is not None:
            self._key(account)  # refuses a name that is none before the user is sent anywhere
        request = AuthorizationRequest.new(
            self._app,
            scopes,
            id_url=self._hosts.id_url,
            now=self._refresher.clock(),
            account=account,
            unlisted_scopes=unlisted_scopes,
        )
        request.save(self._store, self._app)
        return request

    def complete_login(self, callback: Callback) -> Login | Denied:
        """Finish a login with its callback."""
        with self._gate.passed():
            return self._complete(callback)

    def name_login(self, pending: str, account: str | None) -> Login:
        """Finish a login that could not be named: see `LoginUnnamed`."""
        key = self._pending(pending)
        with self._gate.passed():
            if not self._refresher.known(key):
                raise LoginFailed("no unnamed login is stored under this name; start another one")
            try:
                self._refresher.renew(key)
            except AskTheUser:
                ended = True
            else:
                ended = False
            if ended:
                raise LoginFailed("Kick has ended this login before it was named; start another")
            return self._named(key, account, newest=False)

    def log_out(self, name: str) -> bool:
        """End the tokens at Kick and forget them. False if there were none."""
        key = self._key(name)
        with self._gate.passed(), self._store.lock(key):
            for tokens in self._refresher.known(key):
                self._id_http.run(flows.revoke(self._hosts.id_url, tokens))
            return self._forgotten(key)

    def forget(self, name: str) -> bool:
        """Forget tokens without telling Kick, also those that no key opens. False: none there."""
        key = self._key(name)
        with self._gate.passed(), self._store.lock(key):
            return self._forgotten(key)

    def close(self) -> None:
        """Wait for what was begun here, save what is unsaved, close the connections."""
        self._gate.close()
        try:
            self._refresher.flush()
        finally:
            self._id_http.close()
            self._api_http.close()

    def _account(self, key: Key) -> Account:
        known = self._known.get(key)
        return known or self._known.setdefault(key, Account(key, self._refresher, self._gate))

    def _complete(self, callback: Callback) -> Login | Denied:
        now = self._refresher.clock()
        request = AuthorizationRequest.load(
            self._store, self._app, callback.url, binding=callback.binding, now=now
        )
        code = request.answered(callback.url)
        if isinstance(code, Denied):
            return code
        lineage = secrets.token_hex(16)
        flow = flows.exchange(self._app, self._hosts.id_url, code, now, lineage)
        tokens = self._id_http.run(flow)
        if request.account is not None:
            self._refresher.save_login(self._key(request.account), tokens)
            return self._logged_in(request.account, tokens, code.scopes)
        key = self._pending(hashlib.sha256(request.state.encode()).hexdigest())
        self._refresher.save_login(key, tokens)
        return self._named(key, None, code.scopes, newest=True)

    def _key(self, name: object) -> Key:
        if not isinstance(name, str) or not name:
            raise ConfigurationError(f"account: a name is expected, not {name!r}")
        return Key(self._app.client_id, "user", name)

    def _forgotten(self, key: Key) -> bool:
        self._account(key).forget()
        return self._refresher.forget(key)

    def _pending(self, pending: str) -> Key:
        return Key(self._app.client_id, "pending", pending)

    def _named(
        self, key: Key, name: str | None, asked: tuple[str, ...] = (), *, newest: bool
    ) -> Login:
        """Move a pair to its account. Two who try it at once move it once."""
        with self._store.lock(key):
            held = self._refresher.load(key)
            if held is None:
                raise LoginFailed("no unnamed login is stored under this name; start another one")
            account = name or self._own_name(key.name, held.tokens)
            target = self._key(account)
            if newest or self._is_newer(held.tokens, target):
                self._refresher.save_login(target, held.tokens)
            self._refresher.forget(key)
        return self._logged_in(account, held.tokens, asked)

    def _is_newer(self, tokens: TokenSet, target: Key) -> bool:
        """Whether a login is younger than the one at its target. A crash may have left both."""
        try:
            found = self._refresher.known(target)
        except StoreError:
            return True  # nobody can read what is there; it is replaced
        return all(
            one.lost or (one.lineage != tokens.lineage and _since(one) < _since(tokens))
            for one in found
        )

    def _own_name(self, pending: str, tokens: TokenSet) -> str:
        failure: KickError | None = None
        try:
            return str(self._api_http.run(flows.own_user_id(self._hosts.api_url, tokens)))
        except KickError as error:
            failure = error
        raise LoginUnnamed(
            f"the login is stored, but not whose it is: {failure}; call name_login({pending!r}) "
            "later, or with the account's name",
            pending=pending,
        )

    def _logged_in(self, name: str, tokens: TokenSet, asked: tuple[str, ...]) -> Login:
        self.user(name).forget()
        missing = tuple(scope for scope in asked if scope not in tokens.scopes)
        return Login(name, tokens.scopes, missing)


def _since(tokens: TokenSet) -> float:
    return tokens.consented_at or 0.0


__all__ = ["Accounts", "Login"]
