"""The lock of a process that is killed is free at once; who waited for it goes on."""

from __future__ import annotations

from contextlib import ExitStack

import pytest
from kickwire.errors import StoreBusy

from conformance.tests.kill.kill_child import (
    AFTER_COMMIT,
    AFTER_JOURNAL,
    BEFORE_COMMIT,
    BEFORE_JOURNAL,
    BEFORE_RELEASE,
    WAITING,
)
from conformance.tests.kill.kill_scene import Scene


@pytest.mark.parametrize("step", [BEFORE_JOURNAL, BEFORE_COMMIT, BEFORE_RELEASE])
def test_the_lock_of_a_killed_process_is_free_at_once(scene: Scene, step: str) -> None:
    """Busy while its holder lives, had at the first try when it is dead."""
    with scene.store() as store:
        with scene.child(step) as child:
            assert child.told() == step
            with pytest.raises(StoreBusy), store.lock(scene.key):
                pytest.fail("another process has this lock")
        with store.lock(scene.key):
            pass


def test_a_process_that_stands_still_stops_no_other_account(scene: Scene) -> None:
    """While one user's renewal hangs, another user calls and is renewed."""
    bob = "bob"
    scene.log_in(bob)
    scene.advance(7200)
    with scene.child(AFTER_JOURNAL) as child:
        assert child.told() == AFTER_JOURNAL
        with scene.kick() as kick:
            assert kick.as_user(bob).users.get()[0].name == bob
        assert scene.asked() == [200]


@pytest.mark.parametrize(("step", "asked"), [(AFTER_JOURNAL, [200]), (BEFORE_COMMIT, [200, 200])])
def test_who_waits_takes_over(scene: Scene, step: str, asked: list[int]) -> None:
    """Processes that wait for the lock of one that is killed all get their answer: one renews."""
    scene.control.set(refresh_reuse_policy="grace")
    with ExitStack() as stack:
        holder = stack.enter_context(scene.child(step))
        assert holder.told() == step
        waiters = [stack.enter_context(scene.child()) for _ in range(2)]
        assert [waiter.told() for waiter in waiters] == [WAITING] * 2

        holder.kill()

        assert [waiter.told() for waiter in waiters] == ["answered"] * 2
    assert scene.asked() == asked
    assert scene.outcome() == "answered"


@pytest.mark.parametrize("step", [AFTER_COMMIT, BEFORE_RELEASE])
def test_who_finds_the_pair_stored_waits_for_nobody(scene: Scene, step: str) -> None:
    """A new pair is used by others although the process that got it stands still with the lock."""
    with scene.child(step) as holder:
        assert holder.told() == step
        assert scene.outcome() == "answered"
    assert scene.asked() == [200]


def test_of_those_who_wait_one_hears_of_the_loss(scene: Scene) -> None:
    """A pair that died with the holder of the lock is told as lost to one of them, once."""
    with ExitStack() as stack:
        holder = stack.enter_context(scene.child(BEFORE_COMMIT))
        assert holder.told() == BEFORE_COMMIT
        waiters = [stack.enter_context(scene.child()) for _ in range(2)]
        assert [waiter.told() for waiter in waiters] == [WAITING] * 2

        holder.kill()

        told = sorted(waiter.told() for waiter in waiters)
    assert told == ["GrantLost", "LoginRequired"]
    assert scene.asked() == [200, 401]
