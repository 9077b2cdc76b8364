"""`KickAuth`: signs requests as one account or as the app, and knows what a 401 means.

Kick says 401 for a dead token and for what an account may not do (ledger ``api_401_overloaded``),
and each needless rotation is a chance to lose the user. So a 401 is answered with a look into the
store, then with a question to introspection, which renews nothing, and only then with a renewal.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Generator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import httpx

from . import access
from .config import checked_base_url
from .errors import AskTheUser, FixTheCall, KickError
from .flights import Flight, Flights, Gate
from .refresher import Held, Refresher
from .refusals import ACTIVE, GRANTED, INACTIVE, OPERATION, UNDECIDED, VERDICT, label
from .sending import running_loop
from .stores.base import Key

if TYPE_CHECKING:
    from kickwire_api.operations import Operation

    from ._core.flows import Introspection

REMEMBERED = 60.0
"""Seconds for which "this token is active" is believed without asking again, and for which a pair
that was renewed after a 401 is not renewed after another one."""

_RENEWALS = Flights("kickwire-refresh", workers=8)
_LOADS = Flights("kickwire-load", workers=4)


@dataclass(frozen=True, slots=True)
class After401:
    """What to do about a 401.

    Attributes:
        verdict: of introspection on the token: active, inactive or undecided.
        again: tokens to send the request with once more; None lets the 401 stand.
        renewed: whether `again` cost a rotation.
        scopes: what introspection says that the token may do; empty where it does not tell.
    """

    verdict: str = ""
    again: Held | None = None
    renewed: bool = False
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Event:
    """What became known about a pair: its version, the Unix seconds, and what it was."""

    version: str = ""
    at: float = 0.0
    found: After401 = After401()


_NEVER = _Event()


class Account:
    """The tokens of one account (or of the app) in this process. Shared by all who act as it."""

    __slots__ = (
        "_active",
        "_after_401",
        "_clock",
        "_gate",
        "_generation",
        "_held",
        "_key",
        "_matter",
        "_refresher",
    )

    def __init__(self, key: Key, refresher: Refresher, gate: Gate) -> None:
        self._key = key
        self._refresher = refresher
        self._gate = gate
        self._clock = refresher.clock
        self._matter = (id(refresher.store), key)
        self._held: Held | None = None
        self._generation = 0
        self._active = _NEVER
        self._after_401 = _NEVER

    def __repr__(self) -> str:
        return f"Account({self._key.kind!r}, {self._key.name!r})"

    def at_hand(self) -> Held | None:
        """Good tokens without a lock, a thread or a look into the store; None if there are none."""
        held = self._held
        return held if held is not None and self._clock() < held.due_at else None

    def current(self, operation: Operation | None = None) -> Held:
        """Good tokens, renewed if need be.

        Args:
            operation: what they are for; nothing is renewed for what they do not allow.

        Raises:
            WrongToken, MissingScope: they do not allow it.
            KickError: what `Refresher.renew` raises.
        """
        held = self.at_hand()
        if held is not None and self._allows(operation, held):
            return held
        self._require(operation)
        generation = self._generation
        stored = self._load()
        self._require(operation, stored)
        if stored is None or not self._refresher.is_good(stored):
            stored = self._renewal().result().outcome()
        return self._kept(stored, generation)

    async def current_async(self, operation: Operation | None = None) -> Held:
        """`current`, awaited. Cancelling it cancels no renewal."""
        held = self.at_hand()
        if held is not None and self._allows(operation, held):
            return held
        self._require(operation)
        running_loop()
        generation = self._generation
        stored = (await asyncio.wrap_future(self._loading())).outcome()
        self._require(operation, stored)
        if stored is None or not self._refresher.is_good(stored):
            stored = (await asyncio.wrap_future(self._renewal())).outcome()
        return self._kept(stored, generation)

    def after_401(self, held: Held, may_renew: bool) -> Flight[After401]:
        """What to do about a 401 that these tokens met."""
        matter = (*self._matter, held.version, may_renew)
        return self._gate.watch(
            lambda: _RENEWALS.join(matter, lambda: self._resolved(held, may_renew))
        )

    def known(self, held: Held) -> After401 | None:
        """The verdict on these tokens, if introspection has called them active just now."""
        return self._active.found if self._is_recent(self._active, held) else None

    def settle(self, held: Held, found: After401) -> None:
        """Remember what became of a 401.

        Told by the job, before it lands, and by everybody who joined it: another client on the same
        store may have begun it, and remembers for itself.
        """
        if found.verdict == ACTIVE:
            self._active = _Event(held.version, self._clock(), found)
        used = self._held
        if found.again is not None and used is not None and used.version == held.version:
            self._held = found.again  # unless others, or none, are used by now
        if found.again is not None and found.renewed:
            self._after_401 = _Event(found.again.version, self._clock(), found)

    def forget(self) -> None:
        """Use no tokens of before, not even those that somebody is just loading."""
        self._generation += 1
        self._held = None

    def _load(self) -> Held | None:
        return self._refresher.load(self._key)

    def _loading(self) -> Flight[Held | None]:
        return _LOADS.join(self._matter, self._load)

    def _renewal(self) -> Flight[Held]:
        return self._gate.watch(
            lambda: _RENEWALS.join(self._matter, lambda: self._refresher.renew(self._key))
        )

    def _kept(self, held: Held, generation: int) -> Held:
        if generation == self._generation:
            self._held = held
        return held

    def _resolved(self, held: Held, may_renew: bool) -> After401:
        found = self.known(held)  # to somebody who looked before the last job landed
        if found is None:
            found = self._resolve(held, may_renew)
            self.settle(held, found)  # before it lands: whoever comes next shall not ask again
        return found

    def _resolve(self, held: Held, may_renew: bool) -> After401:
        stored = self._load()
        if stored is not None and self._refresher.is_good(stored, dead=held.version):
            return After401(again=stored)
        lost = stored is not None and stored.tokens.lost
        told = None if lost else self._introspected(held)
        verdict = INACTIVE if lost else self._verdict(told)
        if verdict == INACTIVE and self._is_recent(self._after_401, held):
            # Renewed just now because of a 401, and dead again: that is Kick's trouble, not the
            # token's, and each further rotation is a chance to lose the user.
            verdict = UNDECIDED
        if verdict != INACTIVE or not may_renew:
            return After401(verdict, scopes=() if told is None else told.scopes)
        try:
            renewed = self._refresher.renew(self._key, dead=held.version)
        except AskTheUser:
            self.forget()  # the next call shall not ask Kick with a dead token
            raise
        return After401(again=renewed, renewed=True)

    def _introspected(self, held: Held) -> Introspection | None:
        """What Kick says about an access token; None if it does not say anything."""
        try:
            return self._refresher.introspect(held)
        except KickError:
            return None

    def _verdict(self, told: Introspection | None) -> str:
        if told is None:
            return UNDECIDED
        return ACTIVE if told.active else INACTIVE

    def _is_recent(self, event: _Event, held: Held) -> bool:
        # A clock that was set back makes an event of the future; that one is not believed.
        return event.version == held.version and 0 <= self._clock() - event.at < REMEMBERED

    def _allows(self, operation: Operation | None, held: Held) -> bool:
        return operation is None or access.allows(operation, self._key.kind, held.tokens.scopes)

    def _require(self, operation: Operation | None, stored: Held | None = None) -> None:
        """Refuse what no token of this kind may call, and what the stored one may not.

        A lost login has a worse problem than its scopes.
        """
        if operation is None:
            return
        scopes = () if stored is None or stored.tokens.lost else stored.tokens.scopes
        access.require(operation, label(operation), self._key.kind, scopes)


class KickAuth(httpx.Auth):
    """An `httpx.Auth` for one account, also for the generated clients.

    Args:
        account: whose tokens.
        api_url: the only origin that tokens are sent to.
    """

    def __init__(self, account: Account, api_url: str) -> None:
        self._account = account
        self._origin = _origin(api_url)

    def __repr__(self) -> str:
        return f"KickAuth({self._account!r})"

    def sync_auth_flow(
        self, request: httpx.Request
    ) -> Generator[httpx.Request, httpx.Response, None]:
        """Sign, send, and look into a 401."""
        self._check(request)
        held = self._account.current(request.extensions.get(OPERATION))
        may_renew = True
        while True:
            response = yield _signed(request, held)
            if response.status_code != 401:
                return
            found = self._account.known(held)
            if found is None:
                found = self._account.after_401(held, may_renew).result().outcome()
                self._account.settle(held, found)
            if found.again is None:
                response.extensions[VERDICT] = found.verdict
                response.extensions[GRANTED] = found.scopes
                return
            held, may_renew = found.again, may_renew and not found.renewed

    async def async_auth_flow(
        self, request: httpx.Request
    ) -> AsyncGenerator[httpx.Request, httpx.Response]:
        """`sync_auth_flow`, awaited."""
        self._check(request)
        held = await self._account.current_async(request.extensions.get(OPERATION))
        may_renew = True
        while True:
            response = yield _signed(request, held)
            if response.status_code != 401:
                return
            found = self._account.known(held)
            if found is None:
                flight = self._account.after_401(held, may_renew)
                found = (await asyncio.wrap_future(flight)).outcome()
                self._account.settle(held, found)
            if found.again is None:
                response.extensions[VERDICT] = found.verdict
                response.extensions[GRANTED] = found.scopes
                return
            held, may_renew = found.again, may_renew and not found.renewed

    def _check(self, request: httpx.Request) -> None:
        url = request.url
        if (url.scheme, url.host, url.port) != (
            self._origin.scheme,
            self._origin.host,
            self._origin.port,
        ):
            raise FixTheCall(f"tokens of this account go to {self._origin} only")


@lru_cache(maxsize=16)
def _origin(api_url: str) -> httpx.URL:
    """Checked and read once: ``kick.as_user(name)`` is written where a call is."""
    return httpx.URL(checked_base_url("api_url", api_url))


def _signed(request: httpx.Request, held: Held) -> httpx.Request:
    request.headers["Authorization"] = f"Bearer {held.tokens.access_token}"
    return request


__all__ = ["REMEMBERED", "Account", "KickAuth"]
