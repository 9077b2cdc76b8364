"""`KickAuth`: signs requests as one account or as the app, and knows what a 401 means.

Kick says 401 for a dead token and for what an account may not do (ledger ``api_401_overloaded``),
and each needless rotation is a chance to lose the user. So a 401 is answered with a look into the
store, then with a question to introspection, which renews nothing, and only then with a renewal.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Generator
from dataclasses import dataclass

import httpx

from .config import checked_base_url
from .errors import AskTheUser, FixTheCall, KickError
from .flights import Flight, Flights
from .refresher import Held, Refresher
from .refusals import ACTIVE, INACTIVE, UNDECIDED, VERDICT
from .stores.base import Key

REMEMBERED = 60.0
"""Seconds for which "this token is active" is believed without asking again."""

_RENEWALS = Flights("kickwire-refresh", workers=8)
_LOADS = Flights("kickwire-load", workers=4)


@dataclass(frozen=True, slots=True)
class After401:
    """What to do about a 401.

    Attributes:
        verdict: of introspection on the token: active, inactive or undecided.
        again: tokens to send the request with once more; None lets the 401 stand.
        renewed: whether `again` cost a rotation.
    """

    verdict: str = ""
    again: Held | None = None
    renewed: bool = False


_ALLOWED_NOT = After401(ACTIVE)


class Account:
    """The tokens of one account (or of the app) in this process. Shared by all who act as it."""

    __slots__ = ("_active", "_clock", "_held", "_key", "_matter", "_refresher")

    def __init__(self, key: Key, refresher: Refresher) -> None:
        self._key = key
        self._refresher = refresher
        self._clock = refresher.clock
        self._held: Held | None = None
        self._active: tuple[str, float] = ("", 0.0)
        self._matter = (id(refresher.store), key)

    def __repr__(self) -> str:
        return f"Account({self._key.kind!r}, {self._key.name!r})"

    def at_hand(self) -> Held | None:
        """Good tokens without a lock, a thread or a look into the store; None if there are none."""
        held = self._held
        return held if held is not None and self._clock() < held.due_at else None

    def current(self) -> Held:
        """Good tokens, renewed if need be. Raises what `Refresher.renew` raises."""
        held = self.at_hand() or self._if_good(self._load())
        return held or self._kept(self._renewal().result().outcome())

    async def current_async(self) -> Held:
        """`current`, awaited. Cancelling it cancels no renewal."""
        held = self.at_hand()
        if held is None:
            held = self._if_good((await asyncio.wrap_future(self._loading())).outcome())
        if held is None:
            held = self._kept((await asyncio.wrap_future(self._renewal())).outcome())
        return held

    def after_401(self, held: Held, may_renew: bool) -> Flight[After401]:
        """What to do about a 401 that these tokens met."""
        matter = (*self._matter, held.version, may_renew)
        return _RENEWALS.join(matter, lambda: self._resolve(held, may_renew))

    def known(self, held: Held) -> After401 | None:
        """The verdict on these tokens, if introspection has called them active just now."""
        version, until = self._active
        return _ALLOWED_NOT if version == held.version and self._clock() < until else None

    def adopt(self, held: Held) -> None:
        """Use these tokens from now on."""
        self._held = held

    def forget(self) -> None:
        """Use no tokens of before."""
        self._held = None

    def wait(self) -> None:
        """Return when no renewal of this account is under way in this process."""
        _RENEWALS.wait(lambda matter: matter[:2] == self._matter)

    def _load(self) -> Held | None:
        return self._refresher.load(self._key)

    def _loading(self) -> Flight[Held | None]:
        return _LOADS.join(self._matter, self._load)

    def _renewal(self) -> Flight[Held]:
        return _RENEWALS.join(self._matter, lambda: self._refresher.renew(self._key))

    def _if_good(self, held: Held | None) -> Held | None:
        good = held is not None and self._refresher.is_good(held)
        return self._kept(held) if held is not None and good else None

    def _kept(self, held: Held) -> Held:
        self._held = held
        return held

    def _resolve(self, held: Held, may_renew: bool) -> After401:
        stored = self._load()
        if stored is not None and self._refresher.is_good(stored, dead=held.version):
            return After401(again=self._kept(stored))
        lost = stored is not None and stored.tokens.lost
        verdict = INACTIVE if lost else self._verdict(held)
        if verdict != INACTIVE or not may_renew:
            return After401(verdict)
        try:
            renewed = self._refresher.renew(self._key, dead=held.version)
        except AskTheUser:
            self.forget()  # the next call shall not ask Kick with a dead token
            raise
        return After401(again=self._kept(renewed), renewed=True)

    def _verdict(self, held: Held) -> str:
        try:
            active = self._refresher.introspect(held).active
        except KickError:
            return UNDECIDED
        if not active:
            return INACTIVE
        self._active = (held.version, self._clock() + REMEMBERED)
        return ACTIVE


class KickAuth(httpx.Auth):
    """An `httpx.Auth` for one account, also for the generated clients.

    Args:
        account: whose tokens.
        api_url: the only origin that tokens are sent to.
    """

    def __init__(self, account: Account, api_url: str) -> None:
        self._account = account
        self._origin = httpx.URL(checked_base_url("api_url", api_url))

    def __repr__(self) -> str:
        return f"KickAuth({self._account!r})"

    def sync_auth_flow(
        self, request: httpx.Request
    ) -> Generator[httpx.Request, httpx.Response, None]:
        """Sign, send, and look into a 401."""
        self._check(request)
        held = self._account.current()
        may_renew = True
        while True:
            response = yield _signed(request, held)
            if response.status_code != 401:
                return
            found = self._account.known(held)
            if found is None:
                found = self._account.after_401(held, may_renew).result().outcome()
            if found.again is None:
                response.extensions[VERDICT] = found.verdict
                return
            held, may_renew = found.again, may_renew and not found.renewed

    async def async_auth_flow(
        self, request: httpx.Request
    ) -> AsyncGenerator[httpx.Request, httpx.Response]:
        """`sync_auth_flow`, awaited."""
        self._check(request)
        held = await self._account.current_async()
        may_renew = True
        while True:
            response = yield _signed(request, held)
            if response.status_code != 401:
                return
            found = self._account.known(held)
            if found is None:
                flight = self._account.after_401(held, may_renew)
                found = (await asyncio.wrap_future(flight)).outcome()
            if found.again is None:
                response.extensions[VERDICT] = found.verdict
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


def _signed(request: httpx.Request, held: Held) -> httpx.Request:
    request.headers["Authorization"] = f"Bearer {held.tokens.access_token}"
    return request


__all__ = ["REMEMBERED", "Account", "KickAuth"]
