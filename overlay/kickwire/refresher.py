"""Renewing what a store holds: a user's pair by its refresh token, the app's token by minting.

The order of the steps is the product. The attempt is noted before the request leaves; the answer is
stored before anybody uses it; a save never overwrites what came in between; and only
``invalid_grant``, after another look into the store, means that a login is lost.
"""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from ._core import flows
from .config import App
from .errors import GrantLost, KickError, LoginRequired, StoreError
from .sending import Http
from .stores.base import Key, Record, Store
from .tokens import TokenSet

log = logging.getLogger("kickwire")

PAUSE = 5.0
"""Seconds before the next attempt, after one that failed while the old token was still good."""

_EXTRA_WAIT = 5.0
"""Seconds beyond the HTTP timeout after which another process's attempt must have ended."""


@dataclass(frozen=True, slots=True)
class Held:
    """Tokens as a store holds them.

    Attributes:
        version: the store's.
        tokens: the pair, or the app's token.
        due_at: Unix seconds from which they should be renewed.
    """

    version: str
    tokens: TokenSet
    due_at: float = field(default=0.0)

    @staticmethod
    def of(record: Record) -> Held:
        """What a record holds. Raises `StoreError` if it is no token set."""
        tokens = TokenSet.from_text(record.text)
        return Held(record.version, tokens, tokens.due_at)


class Refresher:
    """Renews tokens of one app in one store. Every method may be called from any thread.

    Args:
        app: whose tokens.
        store: where they are.
        http: what sends to the identity host.
        id_url: the identity host.
        clock: Unix seconds.
        timeout: seconds that one request takes at most, as given to `http`.
        monotonic: seconds of a clock that nobody sets.
        sleep: waits so many seconds.
    """

    def __init__(
        self,
        app: App,
        store: Store,
        http: Http,
        *,
        id_url: str,
        clock: Callable[[], float],
        timeout: float,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.app = app
        self.store = store
        self._http = http
        self._id_url = id_url
        self.clock = clock
        self._patience = timeout + _EXTRA_WAIT
        self._monotonic = monotonic
        self._sleep = sleep
        self._unsaved: dict[Key, tuple[Held, TokenSet]] = {}
        self._guard = threading.Lock()

    def load(self, key: Key) -> Held | None:
        """What the store holds; None if there is nothing."""
        record = self.store.load(key)
        return None if record is None else Held.of(record)

    def is_good(self, held: Held | None, dead: str | None = None) -> bool:
        """Whether tokens may be used as they are.

        Args:
            held: the tokens.
            dead: a version that the server no longer accepts, whatever the clock says.
        """
        if held is None or held.tokens.lost or held.version == dead:
            return False
        return self.clock() < held.due_at

    def renew(self, key: Key, dead: str | None = None) -> Held:
        """Good tokens of a key, renewed if need be. Blocks; run it in a flight.

        Raises:
            LoginRequired: there is no login to renew.
            GrantLost: Kick said ``invalid_grant``, and nobody else has newer tokens.
            StoreError: the store cannot be used. New tokens that cannot be saved are kept in this
                process and saved by the next call.
            StoreBusy: another process holds the lock for too long.
            KickError: the identity host failed or refused; the old tokens are as they were.
        """
        with self.store.lock(key):
            self._save_unsaved(key)
            held = self.load(key)
            if held is not None and self.is_good(held, dead):
                return held
            if key.kind == "app":
                return self._mint(key, held, dead)
            return self._refresh(key, _refreshable(key, held), dead)

    def introspect(self, held: Held) -> flows.Introspection:
        """Ask Kick about an access token. Raises `KickError` when there is no verdict."""
        return self._http.run(flows.introspect(self._id_url, held.tokens))

    def flush(self) -> None:
        """Save what could not be saved before. Raises `StoreError` if it still cannot be."""
        for key in list(self._unsaved):
            with self.store.lock(key):
                self._save_unsaved(key)

    def _mint(self, key: Key, held: Held | None, dead: str | None) -> Held:
        minted = self._asked(flows.client_credentials(self.app, self._id_url, self.clock()))
        if isinstance(minted, KickError):
            return self._used_on(key, held, dead, minted)
        text = minted.to_text()
        record = None if held is None else self.store.replace(key, held.version, text)
        return Held.of(record or self.store.put(key, text))

    def _refresh(self, key: Key, held: Held, dead: str | None) -> Held:
        others = self._attempt_of_others(key, held)
        if not self.store.begin(key, held.version, secrets.token_hex(16)):
            return self._came_between(key)
        pair = self._asked(flows.refresh(self.app, self._id_url, held.tokens, self.clock()))
        if isinstance(pair, GrantLost):
            return self._lost(key, held, others, pair)
        if isinstance(pair, KickError):
            return self._used_on(key, held, dead, pair)
        return self._save(key, held, pair)

    def _asked(self, flow: flows.Flow[TokenSet]) -> TokenSet | KickError:
        try:
            return self._http.run(flow)
        except KickError as error:
            return error

    def _used_on(self, key: Key, held: Held | None, dead: str | None, failure: KickError) -> Held:
        """Tokens that are due but still good, when they cannot be renewed now."""
        if held is None or held.version == dead or self.clock() >= held.tokens.expires_at:
            raise failure
        log.warning("%s: not renewed yet, the token is good for a while: %s", _who(key), failure)
        return replace(held, due_at=min(self.clock() + PAUSE, held.tokens.expires_at))

    def _attempt_of_others(self, key: Key, held: Held) -> float | None:
        """When an attempt was seen whose owner may be alive although we have the lock."""
        if self.store.lock_proves_end:
            return None
        record = self.store.load(key)
        if record is None or record.version != held.version or record.attempt is None:
            return None
        return self._monotonic()

    def _save(self, key: Key, old: Held, tokens: TokenSet) -> Held:
        """Store a new pair, or take over what came in between: a new login, or a log-out."""
        with self._guard:
            self._unsaved[key] = (old, tokens)
        return self._save_unsaved(key) or self._came_between(key)

    def _save_unsaved(self, key: Key) -> Held | None:
        waiting = self._unsaved.get(key)
        if waiting is None:
            return None
        old, tokens = waiting
        record = self.store.replace(key, old.version, tokens.to_text())
        found = None if record is None else Held.of(record)
        if found is not None and found.tokens == replace(old.tokens, lost=True):
            # While this pair could not be saved, somebody else was refused with the old one.
            record = self.store.replace(key, found.version, tokens.to_text())
            found = None if record is None else Held.of(record)
        with self._guard:
            self._unsaved.pop(key, None)
        return found

    def _came_between(self, key: Key) -> Held:
        """The tokens that somebody stored while we were about to."""
        found = self.load(key)
        if found is None or found.tokens.lost:
            raise LoginRequired(f"{key.name}: logged out meanwhile; let the user log in again")
        return found

    def _lost(self, key: Key, held: Held, others: float | None, refusal: KickError) -> Held:
        """Kick no longer knows the refresh token. Somebody else may have newer tokens."""
        if others is not None:
            # The owner of that attempt gets the time that its request can take at most.
            self._sleep(max(0.0, others + self._patience - self._monotonic()))
        marked = replace(held.tokens, lost=True)
        record = self.store.replace(key, held.version, marked.to_text())
        found = None if record is None else Held.of(record)
        if found is not None and not found.tokens.lost:
            return found
        log.warning("%s: the login is lost, Kick no longer accepts its refresh token", _who(key))
        raise GrantLost(f"{key.name}: {refusal.text}", refusal.operation)


def _refreshable(key: Key, held: Held | None) -> Held:
    if held is None:
        raise LoginRequired(f"{key.name}: no login is stored; let the user log in")
    if held.tokens.lost:
        raise LoginRequired(f"{key.name}: Kick ended this login earlier; let the user log in again")
    if held.tokens.refresh_token is None:
        raise StoreError(f"{key.name}: the stored record has no refresh token")
    return held


def _who(key: Key) -> str:
    return key.name or "the app"


__all__ = ["PAUSE", "Held", "Refresher"]
