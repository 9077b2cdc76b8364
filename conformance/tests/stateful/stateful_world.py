"""Some users, two processes on one store, one mock; and a judge who reads every token request.

The judge keeps its own account of what Kick handed out, ended and refused, and of what arrived. It
knows who must still be logged in, and notices every request that a careful client does not send.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qs

import httpx
from kickwire import App, Denied, Kick, KickError, Login, MemoryStore, TokenSet
from kickwire.stores import Key
from kickwire_mock import Fault, InProcessTransport, Mock

from conformance.suite.watched import WatchedStore

ONE_ROTATION = "a pair is renewed when it is due or dead, and not before"
SENT_ONCE = "a refresh token is sent again only if the answer to it was lost"
NOBODY_LOST = "nobody is lost whom the server did not strand"
TOLD_ONCE = "a loss is told once as GrantLost, then as LoginRequired"
KICK_ERRORS = "a call fails with a KickError and nothing else"
ANSWERED = "where nothing is in the way a call ends as it must"
NEWEST_LOGIN = "the newest login is the one that is kept"

SETTINGS = {
    # What is named more than once is chosen more often.
    "refresh_reuse_policy": ["strict", "strict", "reusable", "grace", "grace", "family"],
    "introspect_invalid_token": ["unauthorized_401", "inactive_200"],
    "token_error_shape": ["oauth", "oauth", "oauth", "oauth", "docs", "empty"],
    "invalid_grant_is_401": ["unauthorized_401", "bad_request_400"],
    "access_token_lifetime_user": ["7200", "3600", "14400", "5"],
    "expires_in_is_a_number": ["number", "numeric_string", "empty_string"],
    "refresh_30_day_absolute_expiry": ["sliding", "absolute"],
}

_ASSUMED_LIFETIME = 3600.0
_THIRTY_DAYS = 30 * 24 * 3600.0
_GRACE = 60.0
_VERDICT_KEPT = 60.0


class BrokenPromise(AssertionError):
    """The client has broken a promise."""

    def __init__(self, promise: str, how: str) -> None:
        super().__init__(f"{promise}: {how}")
        self.promise = promise


@dataclass(eq=False, kw_only=True)
class Pair:
    """Tokens that arrived at the client, and what became of them."""

    account: str
    """Empty for the app."""
    login: int
    consented_at: float
    issued_at: float
    told: float
    """Seconds of life that the client was told, or has to assume."""
    lifetime: float
    """Seconds that the access token really lives."""
    access_ended: bool = False
    refresh_ended: bool = False
    uses: int = 0
    """How often Kick has renewed it; more than none means that an answer was lost."""
    first_used: float = 0.0
    replaced: bool = False
    refused: bool = False
    """Kick has said invalid_grant, readably."""
    early: bool = False
    """It came before the one before it was due, because of a 401."""

    def due(self, now: float) -> bool:
        """Whether a careful client renews it by now."""
        return now >= self.issued_at + self.told - min(60.0, 0.25 * self.told)

    def alive(self, now: float) -> bool:
        """Whether the API takes the access token."""
        return not self.access_ended and now < self.issued_at + self.lifetime

    def died_young(self, now: float) -> bool:
        """Whether it came because of a 401, and soon met one itself. That is Kick's trouble."""
        return self.early and not self.alive(now) and now < self.issued_at + _VERDICT_KEPT


@dataclass(eq=False)
class Account:
    """What is true of a user."""

    name: str
    logins: int = 0
    pair: Pair | None = None
    """The newest one of the newest login; None if nobody is logged in."""
    lost: bool = False
    """The loss was told."""
    pairs: list[Pair] = field(default_factory=list[Pair])
    """All that ever arrived."""


class Process:
    """A client with what it keeps in memory, which is gone when it crashes."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.crash()

    def crash(self) -> None:
        """Forget everything but the store."""
        world = self._world
        store = WatchedStore(world.store, self._be_overtaken)
        self.kick = Kick(world.app, store, clock=world.mock.clock.now, transport=world.judge)
        self.quicker: dict[str, Callable[[], None]] = {}
        """What another process does before a step of this one's renewal, once."""
        self.verdicts: dict[str, float] = {}
        """Until when "this token is active" is believed, by account."""

    def _be_overtaken(self, step: str, key: Key) -> None:
        step = "replace" if step == "put" else step  # a careless client may put
        overtake = self.quicker.pop(step, None) if key.kind == "user" else None
        if overtake is not None:
            overtake()


class Judge(httpx.BaseTransport):
    """Carries every request to the mock, and judges those for tokens."""

    def __init__(self, mock: Mock) -> None:
        self._mock = mock
        self._carrier = InProcessTransport(mock)
        self._faults: dict[str | None, Fault] = {}
        self._seen = 0
        self.accounts: dict[str, Account] = {}
        self.by_refresh_token: dict[str, Pair] = {}
        self.app_token: Pair | None = None
        self.logging_in = ""
        self.requests = 0
        """How many refresh tokens were sent."""
        self.broken: list[BrokenPromise] = []

    def arm(self, fault: Fault) -> None:
        """Arm a fault, and know it when it strikes."""
        armed = self._mock.faults.arm(fault)
        self._faults[armed.id] = armed

    def break_(self, promise: str, how: str) -> None:
        """Note that a promise was broken: in a thread of the client nobody would hear of it."""
        self.broken.append(BrokenPromise(promise, how))

    def setting(self, name: str) -> str:
        """The value of a setting."""
        return self._mock.settings.get(name)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Carry one request."""
        if request.url.path != "/oauth/token":
            return self._carrier.handle_request(request)
        form = {name: values[0] for name, values in parse_qs(request.content.decode()).items()}
        grant_type = form["grant_type"]
        if grant_type == "refresh_token":
            return self._refreshed(request, form["refresh_token"])
        if grant_type == "client_credentials":
            return self._minted(request)
        response, _ = self._carried(request)
        assert response.status_code == 200
        account = self.accounts[self.logging_in]
        account.logins += 1
        self._arrived(response, account, self._now())
        return response

    def redeemable(self, pair: Pair) -> bool:
        """Whether Kick renews a pair now."""
        if pair.refresh_ended or self._too_old(pair):
            return False
        policy = self.setting("refresh_reuse_policy")
        in_grace = pair.uses == 1 and self._now() - pair.first_used <= _GRACE
        return not pair.uses or policy == "reusable" or (policy == "grace" and in_grace)

    def _refreshed(self, request: httpx.Request, token: str) -> httpx.Response:
        pair, now = self.by_refresh_token[token], self._now()
        self.requests += 1
        self._examine(pair, now)
        redeemable, early = self.redeemable(pair), not pair.due(now)
        struck: Fault | None = None
        try:
            response, struck = self._carried(request)
        except httpx.TransportError:
            struck = self._struck()
            raise
        finally:
            if struck is None or struck.spares_the_request:
                self._take_effect(pair, redeemable, now)
        if struck is not None:
            return response
        assert (response.status_code == 200) == redeemable, "the judge and the mock disagree"
        if redeemable:
            pair.replaced = True
            self._arrived(response, self.accounts[pair.account], pair.consented_at, early)
        else:
            pair.refused = self.setting("token_error_shape") == "oauth"
        return response

    def _examine(self, pair: Pair, now: float) -> None:
        """Whether a careful client sends this refresh token now."""
        if pair.replaced:
            self.break_(SENT_ONCE, "there is a newer pair, which has arrived")
        if pair.refused:
            self.break_(TOLD_ONCE, "Kick was asked again after invalid_grant")
        if pair.alive(now) and not pair.due(now):
            self.break_(ONE_ROTATION, "the access token lives and is not due")

    def _take_effect(self, pair: Pair, redeemable: bool, now: float) -> None:
        """What Kick does, whether its answer arrives or not."""
        if redeemable:
            pair.uses += 1
            pair.first_used = pair.first_used or now
            pair.access_ended = True
        elif pair.uses and self.setting("refresh_reuse_policy") == "family":
            for other in self.accounts[pair.account].pairs:
                if other.login == pair.login:
                    other.access_ended = other.refresh_ended = True

    def _minted(self, request: httpx.Request) -> httpx.Response:
        now, before = self._now(), self.app_token
        if before is not None and before.alive(now) and not before.due(now):
            self.break_(ONE_ROTATION, "the app's token lives and is not due")
        response, struck = self._carried(request)
        if struck is None:
            assert response.status_code == 200
            lifetime = float(self.setting("access_token_lifetime_app"))
            self.app_token = self._pair("", 0, now, lifetime)
            self.app_token.early = before is not None and not before.due(now)
        return response

    def _arrived(
        self,
        response: httpx.Response,
        account: Account,
        consented_at: float,
        early: bool = False,
    ) -> None:
        lifetime = float(self.setting("access_token_lifetime_user"))
        pair = self._pair(account.name, account.logins, consented_at, lifetime)
        pair.early = early
        account.pair = pair
        account.lost = False
        account.pairs.append(pair)
        self.by_refresh_token[json.loads(response.read())["refresh_token"]] = pair

    def _pair(self, account: str, login: int, consented_at: float, lifetime: float) -> Pair:
        untold = self.setting("expires_in_is_a_number") == "empty_string"
        return Pair(
            account=account,
            login=login,
            consented_at=consented_at,
            issued_at=self._now(),
            told=_ASSUMED_LIFETIME if untold else lifetime,
            lifetime=lifetime,
        )

    def _carried(self, request: httpx.Request) -> tuple[httpx.Response, Fault | None]:
        response = self._carrier.handle_request(request)
        return response, self._struck()

    def _struck(self) -> Fault | None:
        """The fault that struck the request that was carried last."""
        entry = self._mock.journal.entries(after=self._seen)[-1]
        self._seen = entry.number
        return self._faults.get(entry.fault)

    def _too_old(self, pair: Pair) -> bool:
        absolute = self.setting("refresh_30_day_absolute_expiry") == "absolute"
        since = pair.consented_at if absolute else pair.issued_at
        return self._now() >= since + _THIRTY_DAYS

    def _now(self) -> float:
        return self._mock.clock.now()


class World:
    """All of it. Its methods act as users and servers do, and judge how that ends."""

    names = ("alice", "bob")

    def __init__(self) -> None:
        self.mock = Mock()
        self.judge = Judge(self.mock)
        seed = self.mock.apps()[0]
        self.app = App(seed.client_id, seed.client_secret, seed.redirect_uris[0])
        self.store = MemoryStore()
        self.accounts = {name: Account(name) for name in self.names}
        self.judge.accounts = self.accounts
        self.processes = [Process(self), Process(self)]

    def log_in(self, process: Process, name: str, *, approve: bool = True) -> None:
        """A user goes through a login to its end, and says yes or no."""
        request = process.kick.login(["user:read"], account=name)
        callback = self.mock.consent(request.url, name, approve=approve)
        self.judge.logging_in = name
        ended = self._outcome(
            lambda: process.kick.complete_login(callback, binding=request.binding),
            Login if approve else Denied,
        )
        if ended != "answered":
            self.judge.break_(ANSWERED, f"a login ended in {ended}")

    def log_out(self, process: Process, name: str) -> None:
        """A user logs out."""
        account = self.accounts[name]
        assert process.kick.log_out(name) == (account.pair is not None)
        if account.pair is not None:
            account.pair.access_ended = account.pair.refresh_ended = True
        account.pair, account.lost = None, False

    def end_tokens(self, name: str, kind: str) -> None:
        """The server ends tokens of a user."""
        self.mock.end_tokens(user=name, kind=kind)
        for pair in self.accounts[name].pairs:
            pair.access_ended |= kind in ("access_token", "all")
            pair.refresh_ended |= kind in ("refresh_token", "all")

    def end_app_tokens(self) -> None:
        """The server ends the app's tokens."""
        self.mock.end_tokens(kind="app_token")
        if self.judge.app_token is not None:
            self.judge.app_token.access_ended = True

    def call(self, process: Process, name: str) -> None:
        """A process calls as a user."""
        account = self.accounts[name]
        possible = self._possible(process, account)
        before, was_lost = account.pair, account.lost
        refused = before is not None and before.refused
        ended = self._outcome(process.kick.as_user(name).users.get)
        if ended == "GrantLost":
            if was_lost:
                self.judge.break_(TOLD_ONCE, "GrantLost a second time")
            elif before is None or refused or not before.refused:
                self.judge.break_(NOBODY_LOST, "GrantLost, although Kick did not refuse the pair")
            account.lost = True
        elif ended == "LoginRequired" and account.pair is not None and not account.lost:
            self.judge.break_(NOBODY_LOST, "LoginRequired, although the user is logged in")
        elif ended == "Forbidden":
            process.verdicts[name] = self.mock.clock.now() + _VERDICT_KEPT
        if possible is not None and ended not in possible:
            self.judge.break_(ANSWERED, f"{ended} instead of {', '.join(sorted(possible))}")

    def call_as_app(self, process: Process) -> None:
        """A process calls as the app."""
        token, now = self.judge.app_token, self.mock.clock.now()
        ill = token is not None and token.died_young(now)
        settled = not self.mock.faults.armed() and not ill
        ended = self._outcome(process.kick.livestreams.stats)
        if settled and ended != "answered":
            self.judge.break_(ANSWERED, f"the app's call ended in {ended}")

    def call_overtaken(self, process: Process, name: str, step: str) -> None:
        """A process calls; before a step of its renewal another one does, or the user logs in."""
        other = self.processes[1 - self.processes.index(process)]
        if step == "lock":
            process.quicker[step] = lambda: self.call(other, name)
        else:
            process.quicker[step] = lambda: self.log_in(other, name)
        self.call(process, name)
        process.quicker.clear()

    def check(self) -> None:
        """Raise if a promise was broken.

        Raises:
            BrokenPromise: the first one that was.
        """
        for account in self.accounts.values():
            record = self.store.load(Key(self.app.client_id, "user", account.name))
            token = None if record is None else TokenSet.from_text(record.text).refresh_token
            kept = None if token is None else self.judge.by_refresh_token[token].login
            if kept != (None if account.pair is None else account.logins):
                self.judge.break_(NEWEST_LOGIN, f"kept is login {kept} of {account.logins}")
        if self.judge.broken:
            raise self.judge.broken[0]

    def _outcome(self, call: Callable[[], object], kind: type[object] = object) -> str:
        try:
            assert isinstance(call(), kind)
        except KickError as error:
            return type(error).__name__
        except Exception as error:
            self.judge.break_(KICK_ERRORS, repr(error))
            return "none of ours"
        return "answered"

    def _possible(self, process: Process, account: Account) -> set[str] | None:
        """How a call as a user may end; None if something is in its way."""
        now, pair = self.mock.clock.now(), account.pair
        verdict_kept = process.verdicts.get(account.name, 0.0) > now
        ill = pair is not None and pair.died_young(now)
        if self.mock.faults.armed() or process.quicker or verdict_kept or ill:
            return None
        # A process may have tokens of an earlier login in memory, which nobody has ended.
        older = any(other.alive(now) for other in account.pairs if other is not pair)
        perhaps = {"answered"} if older else set[str]()
        if pair is None or account.lost:
            return {"LoginRequired"} | perhaps
        if self.judge.redeemable(pair) or (pair.alive(now) and not pair.due(now)):
            return {"answered"}
        if pair.alive(now):  # the next attempt may be some seconds away
            perhaps = {"answered"}
        unreadable = self.judge.setting("token_error_shape") != "oauth"
        return perhaps | ({"BadRequest", "ServerFault"} if unreadable else {"GrantLost"})
