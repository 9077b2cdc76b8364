"""What a renewal does about others: attempts that may be alive, pairs that came in between."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest
from kickwire import App, Connection, MemoryStore, TokenSet, errors
from kickwire.refresher import PAUSE, Refresher
from kickwire.sending import Http
from kickwire.stores import Key, Record

APP = App("01JEXAMP0E0000000000000001", "worthless")
KEY = Key(APP.client_id, "user", "alice")
TIMEOUT = 10.0
NOW = 1_000_000.0


class LeasedStore(MemoryStore):
    """A store whose locks can run out while their holder is alive, as with Redis."""

    @property
    def lock_proves_end(self) -> bool:
        """Nothing is proven."""
        return False


def pair(number: int, issued_at: float = NOW - 7200) -> TokenSet:
    """The pair of some generation; due unless it was issued just now."""
    return TokenSet(
        access_token=f"access-{number}",
        refresh_token=f"refresh-{number}",
        issued_at=issued_at,
        lifetime=7200,
    )


class Waiter:
    """Remembers how long it was told to wait, and lets something happen meanwhile."""

    def __init__(self, meanwhile: Callable[[], object] = lambda: None) -> None:
        self.waited: list[float] = []
        self._meanwhile = meanwhile

    def __call__(self, seconds: float) -> None:
        self.waited.append(seconds)
        self._meanwhile()


def refused(_: httpx.Request) -> httpx.Response:
    """An identity host to which every refresh token is dead."""
    return httpx.Response(401, json={"error": "invalid_grant"})


def refresher(
    store: MemoryStore,
    handler: Callable[[httpx.Request], httpx.Response],
    waiter: Waiter | None = None,
) -> Refresher:
    """A refresher over a hand-made identity host; both of its clocks stand still."""
    return Refresher(
        APP,
        store,
        Http(Connection(timeout=TIMEOUT), httpx.MockTransport(handler)),
        id_url="http://127.0.0.1:1",
        clock=lambda: NOW,
        timeout=TIMEOUT,
        monotonic=lambda: 50.0,
        sleep=waiter or Waiter(),
    )


def stored(store: MemoryStore) -> Record:
    """The record of the account."""
    record = store.load(KEY)
    assert record is not None
    return record


def test_a_refusal_waits_for_an_attempt_that_may_be_alive() -> None:
    """The owner of an earlier attempt gets its HTTP timeout and five seconds, and its pair wins."""
    store = LeasedStore()
    first = store.put(KEY, pair(1).to_text())
    store.begin(KEY, first.version, "somebody else's")
    waiter = Waiter(lambda: store.replace(KEY, first.version, pair(2, NOW).to_text()))

    held = refresher(store, refused, waiter).renew(KEY)

    assert waiter.waited == [TIMEOUT + 5]
    assert held.tokens == pair(2, NOW)


def test_an_attempt_whose_owner_is_gone_ends_in_a_lost_grant() -> None:
    """If nobody stores a pair while an earlier attempt could be alive, the login is lost."""
    store = LeasedStore()
    first = store.put(KEY, pair(1).to_text())
    store.begin(KEY, first.version, "somebody else's")
    waiter = Waiter()

    with pytest.raises(errors.GrantLost, match="alice"):
        refresher(store, refused, waiter).renew(KEY)

    assert len(waiter.waited) == 1


@pytest.mark.parametrize("store", [MemoryStore(), LeasedStore()])
def test_nobody_is_waited_for_without_an_attempt(store: MemoryStore) -> None:
    """Without an earlier attempt a refused refresh token is lost at once."""
    store.put(KEY, pair(1).to_text())
    waiter = Waiter()

    with pytest.raises(errors.GrantLost):
        refresher(store, refused, waiter).renew(KEY)

    assert waiter.waited == []


def test_a_lock_that_proves_the_end_needs_no_waiting() -> None:
    """Where the system frees the lock of the dead, an earlier attempt is known to be over."""
    store = MemoryStore()
    first = store.put(KEY, pair(1).to_text())
    store.begin(KEY, first.version, "a dead process's")
    waiter = Waiter()

    with pytest.raises(errors.GrantLost):
        refresher(store, refused, waiter).renew(KEY)

    assert waiter.waited == []


def test_a_lost_login_is_told_once_and_never_sent_again() -> None:
    """After `GrantLost` comes `LoginRequired`, without another request."""
    store = MemoryStore()
    store.put(KEY, pair(1).to_text())
    asked: list[httpx.Request] = []

    def remember(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return refused(request)

    worker = refresher(store, remember)
    with pytest.raises(errors.GrantLost):
        worker.renew(KEY)
    with pytest.raises(errors.LoginRequired, match="log in again"):
        worker.renew(KEY)

    assert len(asked) == 1


def test_a_new_login_during_a_renewal_is_not_overwritten() -> None:
    """Whoever logs in while a renewal is under way keeps the new login's pair."""
    store = MemoryStore()
    store.put(KEY, pair(1).to_text())

    def log_in_meanwhile(_: httpx.Request) -> httpx.Response:
        store.put(KEY, pair(7, NOW).to_text())
        return answer("access-2", "refresh-2")

    held = refresher(store, log_in_meanwhile).renew(KEY)

    assert held.tokens == pair(7, NOW)
    assert TokenSet.from_text(stored(store).text) == pair(7, NOW)


def test_a_log_out_during_a_renewal_stays_a_log_out() -> None:
    """A pair whose account was forgotten meanwhile is not stored again."""
    store = MemoryStore()
    store.put(KEY, pair(1).to_text())

    def log_out_meanwhile(_: httpx.Request) -> httpx.Response:
        store.forget(KEY)
        return answer("access-2", "refresh-2")

    with pytest.raises(errors.LoginRequired, match="logged out"):
        refresher(store, log_out_meanwhile).renew(KEY)

    assert store.load(KEY) is None


def test_the_attempt_is_noted_before_the_request_leaves() -> None:
    """While the request is under way the store shows the attempt, and afterwards it is gone."""
    store = MemoryStore()
    store.put(KEY, pair(1).to_text())
    during: list[str | None] = []

    def look(_: httpx.Request) -> httpx.Response:
        during.append(stored(store).attempt)
        return answer("access-2", "refresh-2")

    refresher(store, look).renew(KEY)

    assert len(during[0] or "") == 32
    assert stored(store).attempt is None


def test_a_token_that_is_good_for_a_while_survives_a_failed_renewal() -> None:
    """Within its last minute the old token is used on, and tried again five seconds later."""
    store = MemoryStore()
    store.put(KEY, pair(1, NOW - 7200 + 30).to_text())

    held = refresher(store, lambda _: httpx.Response(500)).renew(KEY)

    assert held.tokens.access_token == "access-1"
    assert held.due_at == NOW + PAUSE


def test_a_token_that_kick_calls_dead_is_not_used_on() -> None:
    """What introspection called inactive is no fallback, whatever the clock says."""
    store = MemoryStore()
    record = store.put(KEY, pair(1, NOW).to_text())

    with pytest.raises(errors.ServerFault):
        refresher(store, lambda _: httpx.Response(500)).renew(KEY, dead=record.version)


def answer(access: str, refresh: str) -> httpx.Response:
    """A token answer."""
    return httpx.Response(
        200,
        json={
            "access_token": access,
            "refresh_token": refresh,
            "token_type": "Bearer",
            "expires_in": 7200,
            "scope": "",
        },
    )
