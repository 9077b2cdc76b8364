"""Accounts beside each other: each is refreshed once, and none suffers from another."""

from __future__ import annotations

from kickwire import errors
from kickwire.connection import AT_ONCE

from conformance.suite.threads import Outcome
from conformance.tests.race.race_callers import Answer, Face, failures
from conformance.tests.race.race_world import LIFETIME, World

ACCOUNTS = [f"user-{number}" for number in range(20)]
POOL = 8
"""Refreshes that one process has under way at once."""


def test_each_account_is_refreshed_once(world: World, face: Face) -> None:
    """Callers of twenty accounts at once: one refresh for each, also beyond those at work."""
    world.log_in(*ACCOUNTS)
    world.advance(LIFETIME)
    world.hold(None)

    def meanwhile() -> None:
        world.waiting.until(5 * len(ACCOUNTS))
        world.until_held(POOL)
        world.release()

    outcomes = face.calls(5, *ACCOUNTS, meanwhile=meanwhile)

    assert failures(outcomes) == []
    assert world.attempts_by_user() == dict.fromkeys(ACCOUNTS, 1)


def test_a_good_token_needs_no_refresh_that_is_stuck(world: World, face: Face) -> None:
    """While the identity host keeps everybody waiting, who has a good token is served."""
    world.log_in(*ACCOUNTS)
    world.advance(LIFETIME)
    world.log_in("alice")
    world.hold(None)
    served: list[Outcome[Answer]] = []

    def meanwhile() -> None:
        world.waiting.until(len(ACCOUNTS))
        world.until_held(POOL)
        served.append(face.meanwhile("alice"))
        world.release()

    outcomes = face.calls(1, *ACCOUNTS, meanwhile=meanwhile)

    assert failures([*served, *outcomes]) == []
    assert world.attempts_by_user() == dict.fromkeys(ACCOUNTS, 1)


def test_waiting_after_a_401_takes_no_connection_from_others(world: World, face: Face) -> None:
    """More callers than a client has connections wait for a renewal; another account is served."""
    world.log_in("alice", "bob")
    world.control.end_tokens("alice", "access_token")
    world.hold()
    number = AT_ONCE + 10
    served: list[Outcome[Answer]] = []

    def meanwhile() -> None:
        world.until_held()
        world.waiting.until(number)
        served.append(face.meanwhile("bob"))
        world.release()

    outcomes = face.calls(number, "alice", meanwhile=meanwhile)

    assert failures([*served, *outcomes]) == []
    assert world.attempts_by_user() == {"alice": 1}


def test_accounts_and_the_app_share_a_store_undisturbed(world: World, face: Face) -> None:
    """Two users and the app, all without a good token: one refresh each, and one token minted."""
    world.log_in("alice", "bob")
    assert failures(face.calls(1, "alice", "bob", None)) == []
    world.advance(LIFETIME)
    world.control.end_tokens(kind="app_token")

    outcomes = face.calls(50, "alice", "bob", None)

    assert failures(outcomes) == []
    assert world.attempts_by_user() == {"alice": 1, "bob": 1}
    assert world.mints() == 2


def test_an_account_that_is_lost_takes_no_other_with_it(world: World, face: Face) -> None:
    """Kick ends one user's login: that user is asked again, the other and the app go on."""
    world.log_in("alice", "bob")
    world.advance(LIFETIME)
    world.control.end_tokens("alice", "refresh_token")

    outcomes = face.calls(20, "alice", "bob", None)

    lost = [each for each in outcomes if isinstance(each, errors.KickError)]
    assert len(lost) == len(failures(outcomes)) == 20
    assert {type(each) for each in lost} <= {errors.GrantLost, errors.LoginRequired}
    assert {each.text.partition(":")[0] for each in lost} == {"alice"}
    assert world.control.refreshes() == 1
    assert world.mints() == 1
