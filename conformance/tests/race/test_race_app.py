"""The app's own token: minted once for all, kept, and minted anew once when Kick ends it."""

from __future__ import annotations

import pytest
from kickwire import errors

from conformance.tests.race.race_callers import Face, failures, the_error
from conformance.tests.race.race_world import World

APP = None
SIXTY_DAYS = 5_184_000.0


def test_one_token_is_minted_for_all(world: World, face: Face) -> None:
    """Two hundred callers without a token mint one, and whoever comes later uses it."""
    assert failures(face.calls(200, APP)) == []
    assert failures(face.calls(20, APP)) == []
    assert world.mints() == 1


def test_another_client_finds_the_token_in_the_store(world: World, face: Face) -> None:
    """What one client has minted the next one uses, in another loop or thread."""
    assert failures(face.calls(1, APP)) == []

    assert failures([world.threads().call(APP), world.tasks().call(APP)]) == []

    assert world.mints() == 1


@pytest.mark.quirk("app_token_dies_early")
def test_a_token_that_kick_ends_is_minted_anew_once(world: World, face: Face) -> None:
    """A hundred calls meet a 401 at once: one question, one new token, and nobody fails."""
    assert failures(face.calls(1, APP)) == []
    world.control.end_tokens(kind="app_token")

    outcomes = face.calls(100, APP)

    assert failures(outcomes) == []
    assert (world.introspections(), world.mints()) == (1, 2)


def test_a_token_that_runs_out_is_minted_anew_once(world: World, face: Face) -> None:
    """After sixty days a hundred callers mint one token."""
    assert failures(face.calls(1, APP)) == []
    world.advance(SIXTY_DAYS)

    assert failures(face.calls(100, APP)) == []
    assert (world.introspections(), world.mints()) == (0, 2)


@pytest.mark.quirk("token_empty_400_episode")
def test_a_mint_that_fails_is_told_to_all(world: World, face: Face) -> None:
    """While Kick mints nothing all hear the same; afterwards the app works again."""
    world.control.arm(quirk="token_empty_400_episode", count=None)

    told = the_error(face.calls(20, APP))

    assert isinstance(told, errors.Wait)
    world.control.disarm()
    assert failures(face.calls(20, APP)) == []
