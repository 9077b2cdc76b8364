"""Several processes on one SQLite file: of all their callers, one refreshes for all."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from conformance.suite.control import Control
from conformance.suite.target import Target
from conformance.tests.race.race_fleet import Fleet
from conformance.tests.race.race_world import LIFETIME, World

POLICIES = ["strict", "family", "grace", "reusable"]

pytestmark = pytest.mark.quirk("refresh_concurrency_loser")


@pytest.fixture(scope="module")
def fleet(target: Target, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fleet]:
    """Eight processes."""
    with Fleet(target, tmp_path_factory.mktemp("race") / "tokens.db") as fleet:
        yield fleet


@pytest.fixture
def world(target: Target, control: Control, fleet: Fleet) -> Iterator[World]:
    """The mock as it starts, with the store of the fleet."""
    with fleet.store() as store:
        world = World(target, control, store)
        yield world
        world.close()


@pytest.mark.parametrize("policy", POLICIES)
def test_processes_refresh_once(world: World, fleet: Fleet, policy: str) -> None:
    """All callers of all processes wait for one refresh; nobody fails, whatever the policy."""
    world.control.set(refresh_reuse_policy=policy)
    account = f"user-of-{policy}"
    world.log_in(account)
    world.advance(LIFETIME)
    world.hold()
    many = policy == "strict"

    calls = fleet.begin(
        world,
        account,
        callers=100 if many else 25,
        processes=8 if many else 4,
        together=True,
    )
    calls.all_wait()
    world.until_held()
    world.release()

    assert calls.failures() == []
    assert world.attempts() == world.control.refreshes() == 1


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.quirk("api_401_overloaded")
def test_processes_renew_a_dead_token_once(world: World, fleet: Fleet, policy: str) -> None:
    """Kick ends a token early, and all processes find out: one refresh, and nobody fails."""
    world.control.set(refresh_reuse_policy=policy)
    account = f"user-of-{policy}-2"
    world.log_in(account)
    assert fleet.begin(world, account, callers=1, processes=4).failures() == []
    world.control.end_tokens(account, "access_token")

    calls = fleet.begin(world, account, callers=25, processes=4)

    assert calls.failures() == []
    assert world.attempts() == world.control.refreshes() == 1
    assert world.introspections() <= 4, "at most one for each process"


@pytest.mark.quirk("app_token_dies_early")
def test_processes_share_one_app_token(world: World, fleet: Fleet) -> None:
    """Two processes act as the app: one token is minted, and one more when Kick ends it."""
    calls = fleet.begin(world, None, callers=50, processes=2)

    assert calls.failures() == []
    assert world.mints() == 1
    world.control.end_tokens(kind="app_token")
    assert fleet.begin(world, None, callers=50, processes=2).failures() == []
    assert world.mints() == 2


@pytest.mark.parametrize("after_commit", [False, True])
@pytest.mark.quirk("refresh_lost_response_lockout")
def test_an_accident_in_one_process_is_no_accident_in_the_others(
    world: World, fleet: Fleet, after_commit: bool
) -> None:
    """One process's refresh fails, and those who waited for the lock repeat it where it can be."""
    world.control.set(refresh_reuse_policy="grace" if after_commit else "strict")
    account = f"user-{after_commit}"
    world.log_in(account)
    world.advance(LIFETIME)
    world.arm(status=500, after_commit=after_commit)

    calls = fleet.begin(world, account, callers=25, processes=4)

    told = set(calls.failures())
    assert all(each.startswith("ServerFault: ") for each in told)
    assert len(told) == 1
    assert (world.attempts(), world.control.refreshes()) == (2, 1)
