"""Kick says 401 while the clock says valid: a dead token, a refusal, or nobody knows."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, TypeVar

import pytest
from kickwire import errors
from kickwire.flights import Flight

from conformance.tests.race.race_callers import PATIENCE, Face, failures, the_error
from conformance.tests.race.race_world import LIFETIME, RENEWALS, World

T = TypeVar("T")

USER = "alice"
TWO_MINUTES = 120.0
MANY = {"threads": 200, "tasks": 500}

HTML = {"content_type": "text/html; charset=utf-8", "body": "<!doctype html><p>Just a moment"}
NO_VERDICT: dict[str, dict[str, Any]] = {
    "server_error": {"status": 500, "content_type": "application/json", "body": '{"data": {}}'},
    "html_200": {"status": 200, **HTML},
    "html_401": {"status": 401, **HTML},
    "html_403": {"status": 403, **HTML},
    "empty_200": {"status": 200},
    "reset": {"reset": True},
}
"""What introspection may answer that says nothing about the token."""


def forbid(world: World) -> None:
    """Let Kick refuse every call with 401, whatever the token."""
    world.control.arm(quirk="api_401_overloaded", count=None)


class TooLate:
    """A `Flights.join` for two callers: the second wants to join, and can when the first's job is
    done."""

    def __init__(self) -> None:
        self._join = RENEWALS.join
        self._first: Flight[Any] | None = None
        self._guard = threading.Lock()
        self._second_came = threading.Event()

    def __call__(self, matter: Any, job: Callable[[], T]) -> Flight[T]:
        """Join."""
        with self._guard:
            if self._first is None:
                self._first = self._join(matter, lambda: self._when_the_second_came(job))
                return self._first
        self._second_came.set()
        self._first.result(PATIENCE)
        return self._join(matter, job)

    def _when_the_second_came(self, job: Callable[[], T]) -> T:
        assert self._second_came.wait(PATIENCE)
        return job()


@pytest.mark.parametrize("policy", ["strict", "family", "grace", "reusable"])
@pytest.mark.parametrize("kind", MANY)
@pytest.mark.quirk("api_401_overloaded")
def test_a_storm_of_401s_costs_one_renewal(world: World, kind: str, policy: str) -> None:
    """Kick ends a token early, hundreds of calls find out: one question, one refresh."""
    number = MANY[kind] if policy == "strict" else 50
    face = world.threads() if kind == "threads" else world.tasks()
    world.control.set(refresh_reuse_policy=policy)
    world.log_in(USER)
    assert failures(face.calls(1, USER)) == []
    world.control.end_tokens(USER, "access_token")

    outcomes = face.calls(number, USER)

    assert failures(outcomes) == []
    assert (world.introspections(), world.attempts(), world.control.refreshes()) == (1, 1, 1)


@pytest.mark.parametrize("answer", ["unauthorized_401", "inactive_200"])
@pytest.mark.quirk("introspect_invalid_token")
def test_both_ways_to_call_a_token_dead_are_understood(
    world: World, face: Face, answer: str
) -> None:
    """Introspection refuses a dead token or describes it as inactive: it is renewed either way."""
    world.control.set(introspect_invalid_token=answer)
    world.log_in(USER)
    world.control.end_tokens(USER, "access_token")

    outcomes = face.calls(20, USER)

    assert failures(outcomes) == []
    assert (world.introspections(), world.attempts()) == (1, 1)


@pytest.mark.quirk("api_401_overloaded")
def test_a_burst_of_refusals_costs_one_question(world: World, face: Face) -> None:
    """What an account may not do is Forbidden a hundred times: no rotation, one introspection."""
    world.log_in(USER)
    forbid(world)

    outcomes = face.calls(100, USER)

    assert isinstance(the_error(outcomes), errors.Forbidden)
    assert (world.introspections(), world.attempts()) == (1, 0)


@pytest.mark.quirk("api_401_overloaded")
def test_who_comes_just_after_the_answer_does_not_ask_again(
    world: World, face: Face, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two are refused at once, and one is slow to ask: what the other was told is believed."""
    world.log_in(USER)
    forbid(world)
    monkeypatch.setitem(vars(RENEWALS), "join", TooLate())

    outcomes = face.calls(2, USER)

    assert isinstance(the_error(outcomes), errors.Forbidden)
    assert (world.introspections(), world.attempts()) == (1, 0)


@pytest.mark.quirk("api_401_overloaded")
def test_refusals_spread_over_hours_cost_no_rotation(world: World, face: Face) -> None:
    """A call that is refused every two minutes is Forbidden each time, and renews nothing."""
    world.control.set(access_token_lifetime_user="1000000")
    world.log_in(USER)
    forbid(world)
    outcomes: list[object] = []

    for _ in range(100):
        outcomes.append(face.call(USER))
        world.advance(TWO_MINUTES)

    assert isinstance(the_error(outcomes), errors.Forbidden)
    assert world.attempts() == 0
    assert world.introspections() <= 100


@pytest.mark.quirk("api_401_overloaded")
def test_the_app_is_forbidden_without_another_token(world: World, face: Face) -> None:
    """What the app may not do is Forbidden too: its token is not minted anew."""
    forbid(world)

    outcomes = face.calls(100, None)

    assert isinstance(the_error(outcomes), errors.Forbidden)
    assert (world.introspections(), world.mints()) == (1, 1)


@pytest.mark.parametrize("fault", NO_VERDICT)
def test_without_a_verdict_nothing_is_renewed(world: World, face: Face, fault: str) -> None:
    """While introspection is broken a 401 means "wait"; later the account works again."""
    world.log_in(USER)
    world.control.end_tokens(USER, "access_token")
    world.control.arm(operation="introspectToken", count=None, **NO_VERDICT[fault])

    outcomes = face.calls(20, USER)

    told = the_error(outcomes)
    assert isinstance(told, errors.Undecided)
    assert isinstance(told, errors.Wait)
    assert world.attempts() == 0
    world.control.disarm()
    assert failures(face.calls(20, USER)) == []
    assert (world.attempts(), world.control.refreshes()) == (1, 1)


def test_a_refusal_of_a_token_that_was_renewed_meanwhile_is_not_final(
    world: World, face: Face
) -> None:
    """Another client has renewed the pair: a 401 to the old token is answered with the new one."""
    world.log_in(USER)
    assert failures(face.calls(1, USER)) == []
    other = world.threads()
    world.control.end_tokens(USER, "access_token")
    assert failures([other.call(USER)]) == []
    before = world.introspections(), world.attempts()

    outcomes = face.calls(20, USER)

    assert failures(outcomes) == []
    assert (world.introspections(), world.attempts()) == before == (1, 1)


def test_a_401_to_a_new_token_does_not_renew_again(world: World, face: Face) -> None:
    """The token is dead, and the renewed one is refused as well: one refresh, then Forbidden."""
    world.log_in(USER)
    world.control.end_tokens(USER, "access_token")
    forbid(world)

    outcomes = face.calls(20, USER)

    assert isinstance(the_error(outcomes), errors.Forbidden)
    assert world.attempts() == 1
    world.advance(LIFETIME)
    assert isinstance(face.call(USER), errors.Forbidden)
    assert world.attempts() == 2
