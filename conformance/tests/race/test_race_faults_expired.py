"""The token has run out, many wait for the refresh, and its answer goes wrong.

If the server did nothing, nobody is lost, whatever its policy. If it has spent the refresh token
and the answer is gone, its policy decides, and the client tells the truth.
"""

from __future__ import annotations

import pytest

from conformance.tests.race.race_callers import failures
from conformance.tests.race.race_faults import (
    ACCIDENTS,
    BEFORE,
    FORGIVING,
    LOSES,
    UNFORGIVING,
    USER,
    Scene,
)
from conformance.tests.race.race_world import LIFETIME, World


@pytest.mark.parametrize("kind", ["threads", "tasks"])
@pytest.mark.parametrize("accident", BEFORE)
@pytest.mark.quirk("token_edge_challenge")
def test_a_refresh_that_did_not_happen_can_be_repeated(
    world: World, kind: str, accident: str
) -> None:
    """All who waited are told the same, and the next call works."""
    scene = Scene(world, kind, accident)
    world.advance(LIFETIME)

    outcomes = scene.strike(after_commit=False)

    scene.told(outcomes)
    assert world.attempts() == 1
    assert failures(scene.calls()) == []
    assert world.attempts() == 2


@pytest.mark.parametrize(("kind", "policy"), [*UNFORGIVING, *FORGIVING])
def test_many_failures_in_a_row_lose_nobody(world: World, kind: str, policy: str) -> None:
    """Whatever the policy and however often it went wrong: what did not happen can be repeated."""
    world.control.set(refresh_reuse_policy=policy)
    face = world.threads()
    world.log_in(USER)
    world.advance(LIFETIME)

    accidents = [ACCIDENTS[name] for name in BEFORE if name != "never"]

    for accident in accidents:
        world.arm(**accident.fault)
        assert type(face.call(USER)) is accident.told

    assert failures([face.call(USER)]) == []
    assert world.attempts() == len(accidents) + 1


@pytest.mark.parametrize("kind", ["threads", "tasks"])
def test_a_late_answer_is_taken(world: World, kind: str) -> None:
    """An answer that takes its time reaches everybody."""
    scene = Scene(world, kind, "delayed")
    world.advance(LIFETIME)

    outcomes = scene.strike(after_commit=True)

    assert failures(outcomes) == []
    assert world.attempts() == world.control.refreshes() == 1


@pytest.mark.parametrize(("kind", "policy"), [*UNFORGIVING, ("tasks", "strict")])
@pytest.mark.parametrize("accident", LOSES)
@pytest.mark.quirk("refresh_lost_response_lockout")
def test_a_lost_answer_is_told_as_a_lost_login_once(
    world: World, kind: str, policy: str, accident: str
) -> None:
    """Where a spent refresh token is dead: first the failure, once "lost", and then "log in"."""
    scene = Scene(world, kind, accident, refresh_reuse_policy=policy)
    world.advance(LIFETIME)

    outcomes = scene.strike(after_commit=True)

    scene.told(outcomes)
    assert world.attempts() == 1
    scene.is_lost()


@pytest.mark.parametrize(("kind", "policy"), FORGIVING)
@pytest.mark.parametrize("accident", LOSES)
@pytest.mark.quirk("refresh_lost_response_lockout")
def test_a_lost_answer_is_asked_for_again(
    world: World, kind: str, policy: str, accident: str
) -> None:
    """Where a spent refresh token works once more, the next call uses it: nobody logs in again."""
    scene = Scene(world, kind, accident, refresh_reuse_policy=policy)
    world.advance(LIFETIME)

    outcomes = scene.strike(after_commit=True)

    scene.told(outcomes)
    assert world.attempts() == 1
    assert failures(scene.calls()) == []
    assert world.attempts() == 2
    world.advance(LIFETIME)
    assert failures(scene.calls()) == []
    assert world.attempts() == 3
