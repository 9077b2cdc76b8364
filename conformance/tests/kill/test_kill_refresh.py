"""A process is killed at each step of a renewal; another one goes on with what the store holds."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

import pytest
from kickwire.stores import Record

from conformance.tests.kill.kill_child import (
    AFTER_COMMIT,
    AFTER_JOURNAL,
    ANSWER_READ,
    BEFORE_COMMIT,
    BEFORE_JOURNAL,
    BEFORE_RELEASE,
)
from conformance.tests.kill.kill_scene import TWO_HOURS, Scene

HELD_BEFORE = "before Kick has renewed"
HELD_AFTER = "after Kick has renewed"

UNRENEWED = [BEFORE_JOURNAL, AFTER_JOURNAL, HELD_BEFORE]
"""Kick knows nothing of the renewal."""
UNSAVED = [HELD_AFTER, ANSWER_READ, BEFORE_COMMIT]
"""Kick has renewed, and the pair died with the process."""
SAVED = [AFTER_COMMIT, BEFORE_RELEASE]
STEPS = [*UNRENEWED, *UNSAVED, *SAVED]

steps = pytest.mark.parametrize("step", STEPS)


@contextmanager
def stopped(scene: Scene, step: str, *, as_app: bool = False) -> Generator[None]:
    """A process at a step. It is killed at the end."""
    if step in (HELD_BEFORE, HELD_AFTER):
        scene.control.arm(operation="exchangeToken", hold=True, after_commit=step == HELD_AFTER)
        with scene.child(as_app=as_app):
            scene.held()
            yield
    else:
        with scene.child(step, as_app=as_app) as child:
            assert child.told() == step
            yield


def killed(scene: Scene, step: str) -> Record:
    """Kill a process at a step; what the store holds then."""
    before = scene.record()
    with stopped(scene, step):
        assert scene.asked() == ([200] if step in UNSAVED + SAVED else [])
    after = scene.record()
    assert (after.version == before.version) == (step not in SAVED)
    noted = step not in (BEFORE_JOURNAL, *SAVED)
    assert (after.attempt is not None) == noted
    return after


@pytest.mark.quirk("refresh_lost_response_lockout")
@steps
def test_nobody_is_lost_where_kick_gives_grace(scene: Scene, step: str) -> None:
    """If a used refresh token works once more, a kill at any step is never noticed."""
    scene.control.set(refresh_reuse_policy="grace")
    killed(scene, step)

    assert scene.outcome() == "answered"
    assert scene.asked() == ([200, 200] if step in UNSAVED else [200])
    scene.advance(TWO_HOURS)
    assert scene.outcome() == "answered"
    assert scene.record().attempt is None


@pytest.mark.quirk("refresh_reuse_policy")
@pytest.mark.parametrize("step", UNRENEWED + SAVED)
def test_a_strict_kick_forgives_a_kill_outside_of_the_window(scene: Scene, step: str) -> None:
    """Unless Kick has renewed and the store has not, the login lives, and is renewed once."""
    killed(scene, step)

    assert scene.outcome() == "answered"
    assert scene.outcome() == "answered"
    assert scene.asked() == [200]
    scene.advance(TWO_HOURS)
    assert scene.outcome() == "answered"
    assert scene.asked() == [200, 200]


@pytest.mark.parametrize("policy", ["strict", "family"])
@pytest.mark.parametrize("step", UNSAVED)
def test_a_loss_is_told_once(scene: Scene, step: str, policy: str) -> None:
    """A pair that died between Kick and the store costs one GrantLost, and Kick is left alone."""
    scene.control.set(refresh_reuse_policy=policy)
    killed(scene, step)

    assert scene.outcome() == "GrantLost"
    assert scene.asked() == [200, 401]
    assert [scene.outcome(), scene.outcome()] == ["LoginRequired"] * 2
    assert scene.asked() == [200, 401]
    scene.log_in(scene.user)
    assert scene.outcome() == "answered"


@pytest.mark.parametrize("policy", ["strict", "grace"])
def test_a_request_that_outlives_its_sender_harms_nobody(scene: Scene, policy: str) -> None:
    """Kick reads it after the next process has renewed; that one's pair stays good."""
    scene.control.set(refresh_reuse_policy=policy)
    killed(scene, HELD_BEFORE)
    assert scene.outcome() == "answered"

    scene.control.release()
    late = 401 if policy == "strict" else 200
    scene.until(lambda: scene.asked() == [200, late], "the request was not answered")

    assert scene.outcome() == "answered"
    scene.advance(TWO_HOURS)
    assert scene.outcome() == "answered"
    assert scene.asked() == [200, late, 200]


@pytest.mark.parametrize("policy", ["strict", "grace"])
def test_a_request_that_is_read_after_its_sender_died_is_a_lost_answer(
    scene: Scene, policy: str
) -> None:
    """Kick renews for a dead process; with grace nobody notices, without the loss is told once."""
    scene.control.set(refresh_reuse_policy=policy)
    killed(scene, HELD_BEFORE)

    scene.control.release()
    scene.until(lambda: scene.asked() == [200], "the request was not answered")

    lost = policy == "strict"
    assert scene.outcome() == ("GrantLost" if lost else "answered")
    assert scene.outcome() == ("LoginRequired" if lost else "answered")
    assert scene.asked() == [200, 401 if lost else 200]


@pytest.mark.parametrize("step", [HELD_BEFORE, *UNSAVED, *SAVED])
def test_an_app_token_is_minted_again(scene: Scene, step: str) -> None:
    """The app's own token cannot be lost: a kill costs one minting at most."""
    minted = [200] if step in UNSAVED + SAVED else []
    with stopped(scene, step, as_app=True):
        assert scene.asked("client_credentials") == minted

    with scene.kick() as kick:
        kick.livestreams.stats()
    assert scene.asked("client_credentials") == ([*minted, 200] if step not in SAVED else [200])
    assert scene.outcome() == "answered"


@pytest.mark.parametrize("step", [AFTER_JOURNAL, AFTER_COMMIT])
def test_the_next_process_may_be_a_new_one(scene: Scene, step: str) -> None:
    """What was killed and what goes on have nothing in common but the file."""
    killed(scene, step)

    with scene.child() as child:
        assert child.told() == "answered"
    assert scene.asked() == [200]
