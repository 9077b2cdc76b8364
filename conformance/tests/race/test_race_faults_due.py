"""The token is in its last minute, many wait for the refresh, and its answer goes wrong.

The old token is still good by the clock: callers go on with it wherever the server takes it.
"""

from __future__ import annotations

from itertools import cycle

import pytest
from kickwire import errors
from kickwire.refresher import PAUSE

from conformance.tests.race.race_callers import failures
from conformance.tests.race.race_faults import BEFORE, FORGIVING, LOSES, UNFORGIVING, Scene
from conformance.tests.race.race_world import LIFETIME, World

NEARLY = LIFETIME - 30.0


def in_turn(accidents: list[str], worlds: list[tuple[str, str]]) -> list[tuple[str, str, str]]:
    """Each accident once, in one of these worlds."""
    return [(name, *world) for name, world in zip(accidents, cycle(worlds), strict=False)]


@pytest.mark.parametrize("kind", ["threads", "tasks"])
@pytest.mark.parametrize("accident", BEFORE)
def test_the_old_token_serves_until_the_refresh_works(
    world: World, kind: str, accident: str
) -> None:
    """Nobody notices a refresh that did not happen; it is tried again after a pause."""
    scene = Scene(world, kind, accident)
    world.advance(NEARLY)

    outcomes = scene.strike(after_commit=False)

    assert failures([*outcomes, *scene.calls()]) == []
    assert world.attempts() == 1
    world.advance(PAUSE)
    assert failures(scene.calls()) == []
    assert world.attempts() == 2


@pytest.mark.parametrize(("accident", "kind", "policy"), in_turn(LOSES, FORGIVING))
@pytest.mark.quirk("refresh_lost_response_lockout")
def test_an_old_token_that_lives_on_serves_until_the_refresh_is_repeated(
    world: World, kind: str, policy: str, accident: str
) -> None:
    """The answer is lost, the server still takes the old token, and later the spent one too."""
    scene = Scene(
        world,
        kind,
        accident,
        refresh_reuse_policy=policy,
        refresh_kills_old_access_token="kept",
    )
    world.advance(NEARLY)

    outcomes = scene.strike(after_commit=True)

    assert failures([*outcomes, *scene.calls()]) == []
    assert world.attempts() == 1
    world.advance(PAUSE)
    assert failures(scene.calls()) == []
    assert world.attempts() == 2


@pytest.mark.parametrize(("accident", "kind", "policy"), in_turn(LOSES, UNFORGIVING))
@pytest.mark.quirk("refresh_lost_response_lockout")
def test_an_old_token_that_lives_on_serves_until_the_login_is_known_to_be_lost(
    world: World, kind: str, policy: str, accident: str
) -> None:
    """The answer is lost for good: callers go on for a while, then hear it once."""
    scene = Scene(
        world,
        kind,
        accident,
        refresh_reuse_policy=policy,
        refresh_kills_old_access_token="kept",
    )
    world.advance(NEARLY)

    outcomes = scene.strike(after_commit=True)

    assert failures([*outcomes, *scene.calls()]) == []
    assert world.attempts() == 1
    world.advance(PAUSE)
    scene.is_lost()


@pytest.mark.parametrize(("kind", "policy"), FORGIVING)
@pytest.mark.parametrize("accident", LOSES)
@pytest.mark.quirk("refresh_kills_old_access_token")
def test_a_lost_answer_is_asked_for_again_when_the_old_token_is_dead(
    world: World, kind: str, policy: str, accident: str
) -> None:
    """Both tokens were spent, but the refresh may be repeated: the callers do not even notice."""
    scene = Scene(
        world,
        kind,
        accident,
        refresh_reuse_policy=policy,
        refresh_kills_old_access_token="killed",
    )
    world.advance(NEARLY)

    outcomes = scene.strike(after_commit=True)

    assert failures([*outcomes, *scene.calls()]) == []
    assert world.attempts() == 2


@pytest.mark.parametrize(("kind", "policy"), [*UNFORGIVING, ("tasks", "strict")])
@pytest.mark.parametrize("accident", LOSES)
@pytest.mark.quirk("refresh_kills_old_access_token")
def test_a_lost_login_is_asked_for_once_when_the_old_token_is_dead(
    world: World, kind: str, policy: str, accident: str
) -> None:
    """Both tokens were spent for good: it is told at once, and Kick is not asked about it again."""
    scene = Scene(
        world,
        kind,
        accident,
        refresh_reuse_policy=policy,
        refresh_kills_old_access_token="killed",
    )
    world.advance(NEARLY)

    outcomes = scene.strike(after_commit=True)

    kinds = {type(each) for each in outcomes}
    assert errors.GrantLost in kinds
    assert kinds <= {errors.GrantLost, errors.LoginRequired}
    assert (world.attempts(), world.introspections()) == (2, 1)
    scene.was_lost()
