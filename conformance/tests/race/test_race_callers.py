"""A thousand callers of one account whose token has run out: one refresh, and nobody fails."""

from __future__ import annotations

import asyncio
import threading

import pytest
from kickwire_api.models.user import User

from conformance.suite.threads import Outcome, in_threads
from conformance.tests.race.race_callers import PATIENCE, as_user_async, failures, in_tasks
from conformance.tests.race.race_world import LIFETIME, World

USER = "alice"
MANY = 1_000
LOOPS = 8

pytestmark = pytest.mark.quirk("refresh_concurrency_loser")


@pytest.fixture
def expired(world: World) -> World:
    """A world where alice is logged in and her access token has run out."""
    world.log_in(USER)
    world.advance(LIFETIME)
    return world


@pytest.mark.parametrize("policy", ["strict", "family", "grace", "reusable"])
@pytest.mark.parametrize("kind", ["threads", "tasks"])
def test_many_callers_share_one_refresh(expired: World, kind: str, policy: str) -> None:
    """However Kick treats a used refresh token, a thousand or a hundred callers use one once."""
    number = MANY if policy == "strict" else 100
    expired.control.set(refresh_reuse_policy=policy)
    face = expired.threads() if kind == "threads" else expired.tasks()
    expired.hold()

    outcomes = face.calls(number, USER, meanwhile=lambda: expired.let_wait(number))

    assert failures(outcomes) == []
    assert expired.attempts() == expired.control.refreshes() == 1


@pytest.mark.parametrize("policy", ["strict", "family", "grace", "reusable"])
def test_event_loops_on_one_store_share_one_refresh(expired: World, policy: str) -> None:
    """Eight loops in eight threads, each with a client of its own, refresh once together."""
    expired.control.set(refresh_reuse_policy=policy)
    number = MANY // LOOPS if policy == "strict" else 12
    expired.hold()

    async def calls() -> list[Outcome[list[User]]]:
        """What each event loop does."""
        async with expired.async_kick() as kick:
            api = kick.as_user(USER)
            return await in_tasks([lambda: as_user_async(api)] * number)

    loops = in_threads(
        [lambda: asyncio.run(calls())] * LOOPS, lambda: expired.let_wait(LOOPS * number)
    )

    assert failures(loops) == []
    outcomes = [each for loop in loops if isinstance(loop, list) for each in loop]
    assert len(outcomes) == LOOPS * number
    assert failures(outcomes) == []
    assert expired.attempts() == expired.control.refreshes() == 1


@pytest.mark.parametrize("policy", ["strict", "family", "grace", "reusable"])
def test_the_last_caller_who_was_not_cancelled_gets_the_answer(expired: World, policy: str) -> None:
    """Cancelling all callers but one, in the middle of a refresh, harms neither it nor that one."""
    number = MANY if policy == "strict" else 100
    expired.control.set(refresh_reuse_policy=policy)
    expired.hold()

    async def story() -> list[Outcome[list[User]]]:
        """What happens, in one event loop."""
        async with expired.async_kick() as kick:
            api = kick.as_user(USER)
            callers = [asyncio.create_task(as_user_async(api)) for _ in range(number)]
            await asyncio.to_thread(expired.waiting.until, number)
            await asyncio.to_thread(expired.until_held)
            for caller in callers[:-1]:
                caller.cancel()
            cancelled = await asyncio.gather(*callers[:-1], return_exceptions=True)
            assert {type(each) for each in cancelled} == {asyncio.CancelledError}
            assert not callers[-1].done()
            await asyncio.to_thread(expired.release)
            return [await callers[-1], await as_user_async(api)]

    outcomes = asyncio.run(story())

    assert failures(outcomes) == []
    assert expired.attempts() == expired.control.refreshes() == 1


def test_a_loop_that_ends_leaves_the_refresh_whole(expired: World) -> None:
    """A program whose callers are all cancelled, and whose loop is closed, still keeps the pair."""
    client = expired.async_kick()
    expired.hold()

    async def story() -> None:
        """What happens, in one event loop."""
        api = client.as_user(USER)
        callers = [asyncio.create_task(as_user_async(api)) for _ in range(10)]
        await asyncio.to_thread(expired.waiting.until, 10)
        for caller in callers:
            caller.cancel()

    asyncio.run(story())
    later = expired.threads().calls(10, USER, meanwhile=lambda: expired.let_wait(20))
    asyncio.run(client.aclose())

    assert failures(later) == []
    assert expired.attempts() == expired.control.refreshes() == 1


def test_a_client_that_is_closed_waits_for_its_refresh(expired: World) -> None:
    """Closing a client in the middle of a refresh returns when the new pair is stored."""
    gone, stays = expired.kick(), expired.kick()
    old = expired.stored(USER)
    expired.hold()

    held, closing = threading.Event(), threading.Event()

    def closed() -> bool:
        assert held.wait(PATIENCE)
        closing.set()
        gone.close()
        return expired.stored(USER) != old

    def meanwhile() -> None:
        expired.until_held()
        held.set()
        assert closing.wait(PATIENCE)
        expired.release()

    outcomes = in_threads([lambda: gone.tokens(USER).lifetime, closed], meanwhile)

    assert outcomes == [LIFETIME, True]
    assert len(stays.as_user(USER).users.get()) == 1
    assert expired.attempts() == expired.control.refreshes() == 1
