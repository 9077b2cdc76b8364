"""Renewing what a store holds: a user's pair by its refresh token, the app's token by minting.

The order of the steps is the product. The attempt is noted before the request leaves; the answer is
stored before anybody uses it; a save never overwrites what came in between; and only
``invalid_grant``, after another look into the store, means that a login is lost.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from weakref import WeakKeyDictionary

from ._core import flows
from .config import App
from .errors import GrantLost, KickError, LoginRequired, StoreError
from .sending import Http
from .stores.base import Key, Record, Store
from .tokens import TokenSet

log = logging.getLogger("kickwire")

UNNAMED = 30 * 86400.0
"""Seconds for which a pair is kept whose account is not known: the life of its refresh token."""

_LONGEST_NAME = 60

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


@dataclass(frozen=True, slots=True)
class _Unsaved:
    """A pair that Kick has issued and no store has taken yet; a new login has no old one."""

    old: Held | None
    tokens: TokenSet


# By store, not by refresher: nobody in this process may use the spent token meanwhile.
_UNSAVED: WeakKeyDictionary[Store, dict[Key, _Unsaved]] = WeakKeyDictionary()


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
        self._unsaved = _UNSAVED.setdefault(store, {})

    def load(self, key: Key) -> Held | None:
        """What the store holds; None if there is nothing.

        An app's record that cannot be read counts as nothing: another token can be minted.
        """
        try:
            record = self.store.load(key)
            return None if record is None else Held.of(record)
        except StoreError:
            if key.kind != "app":
                raise
            return None

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

    def save_login(self, key: Key, tokens: TokenSet) -> None:
        """Store the pair of a new login, whatever was there before.

        Raises:
            StoreError: it is kept in this process and saved by the next `renew` or `flush`.
        """
        self._unsaved[key] = _Unsaved(None, tokens)
        self._save_unsaved(key)

    def known(self, key: Key) -> list[TokenSet]:
        """Every token set of a key: what is stored, and what could not be stored yet."""
        held, waiting = self.load(key), self._unsaved.get(key)
        stored = [] if held is None else [held.tokens]
        return stored if waiting is None else [*stored, waiting.tokens]

    def forget(self, key: Key) -> bool:
        """Delete what is stored, and what could not be. False if there was nothing."""
        unsaved = self._unsaved.pop(key, None)
        return self.store.forget(key) or unsaved is not None

    def flush(self) -> None:
        """Save what could not be saved before. Raises `KickError` if some still cannot be."""
        failure: KickError | None = None
        for key in list(self._unsaved):
            try:
                with self.store.lock(key):
                    self._save_unsaved(key)
            except KickError as error:
                failure = error
        if failure is not None:
            raise failure

    def _mint(self, key: Key, held: Held | None, dead: str | None) -> Held:
        minted = self._asked(flows.client_credentials(self.app, self._id_url, self.clock()))
        if isinstance(minted, KickError):
            return self._used_on(key, held, dead, minted)
        record = None
        if held is not None:
            record = self.store.replace(key, held.version, minted.to_text())
        return Held.of(record or self.store.put(key, minted.to_text()))

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
        self._unsaved[key] = _Unsaved(old, tokens)
        return self._save_unsaved(key) or self._came_between(key)

    def _save_unsaved(self, key: Key) -> Held | None:
        waiting = self._unsaved.get(key)
        if waiting is None:
            return None
        record = self._put(key, waiting.old, waiting.tokens)
        if self._unsaved.get(key) is waiting:
            del self._unsaved[key]
        return None if record is None else Held.of(record)

    def _put(self, key: Key, old: Held | None, tokens: TokenSet) -> Record | None:
        """Store tokens over the old ones. Their text is in no variable: these frames may raise."""
        if old is None:
            expires_at = tokens.issued_at + UNNAMED if key.kind == "pending" else None
            return self.store.put(key, tokens.to_text(), expires_at=expires_at)
        record = self.store.replace(key, old.version, tokens.to_text())
        found = None if record is None else Held.of(record)
        if found is not None and found.tokens == replace(old.tokens, lost=True):
            # While this pair could not be saved, somebody else was refused with the old one.
            return self.store.replace(key, found.version, tokens.to_text())
        return record

    def _came_between(self, key: Key) -> Held:
        """The tokens that somebody stored while we were about to."""
        found = self.load(key)
        if found is None or found.tokens.lost:
            raise LoginRequired(f"{_who(key)}: logged out meanwhile; let the user log in again")
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
        raise GrantLost(f"{_who(key)}: {refusal.text}", refusal.operation)


def _refreshable(key: Key, held: Held | None) -> Held:
    if held is None:
        raise LoginRequired(f"{_who(key)}: no login is stored; let the user log in")
    if held.tokens.lost:
        raise LoginRequired(
            f"{_who(key)}: Kick ended this login earlier; let the user log in again"
        )
    if held.tokens.refresh_token is None:
        raise StoreError(f"{_who(key)}: the stored record has no refresh token")
    return held


def _who(key: Key) -> str:
    """Whose tokens, for people: nothing in it breaks a line."""
    name = key.name if key.kind == "user" else f"the {key.kind}"
    return (
        name if name.isprintable() and len(name) <= _LONGEST_NAME else ascii(name[:_LONGEST_NAME])
    )


__all__ = ["PAUSE", "UNNAMED", "Held", "Refresher"]
