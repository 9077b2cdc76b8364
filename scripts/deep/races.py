"""Callers in several processes on one store find at once that a token is due, or dead.

The races of the tests stop everybody at a gate and say who comes first. Here nobody is stopped:
who comes first is left to the machine, and the rest is drawn.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Generator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from random import Random

from conformance.suite.control import Control
from conformance.suite.target import started_mock
from conformance.tests.race.race_fleet import Fleet
from conformance.tests.race.race_world import LIFETIME, World
from scripts.deep.rounds import Round, run_tests

RACES = 20


def rounds(seed: int) -> Generator[Round]:
    """Drawn races and those of the tests, then both with the next seed."""
    with ExitStack() as stack:
        target = stack.enter_context(started_mock())
        assert target.control_url
        control = stack.enter_context(Control(target.control_url))
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kickwire-deep-")))
        fleet = stack.enter_context(Fleet(target, folder / "tokens.db"))
        # One world for all: the processes remember people, and time does not run backwards.
        world = World(target, control, stack.enter_context(fleet.store()))
        stack.callback(world.close)
        for drawn in count(seed):
            for part in range(20):
                yield _drawn(world, fleet, drawn, part)
            yield run_tests(["conformance/tests/race"], drawn)


def _drawn(world: World, fleet: Fleet, seed: int, part: int) -> Round:
    name = f"{seed}-{part}"
    random = Random(name)  # noqa: S311 - nothing secret is drawn
    accounts = [f"user-{name}-{number}" for number in range(RACES)]
    world.log_in(*accounts)
    counted, failures = Counter[str](), list[str]()
    for account in accounts:
        race = Race.drawn(random)
        told, attempts, refreshes = race.run(world, fleet, account)
        lost = any(one.startswith(("GrantLost", "LoginRequired")) for one in told)
        counted.update(races=1, callers=race.processes * race.callers)
        counted.update({"refreshes": refreshes, "sessions lost": lost})
        failures += [f"{race}: {one}" for one in sorted(set(told))]
        if (attempts, refreshes) != (1, 1):
            failures.append(f"{race}: {attempts} attempts and {refreshes} refreshes")
    return Round("drawn races", seed, counted, failures)


@dataclass(frozen=True)
class Race:
    """What is drawn of a race."""

    policy: str
    processes: int
    callers: int
    """In each process."""
    dead: bool
    """Kick has ended the token; otherwise it is due."""
    delay: float
    """Seconds that the server takes for the renewal."""

    @classmethod
    def drawn(cls, random: Random) -> Race:
        """Another one."""
        return cls(
            policy=random.choice(["strict", "family", "grace", "reusable"]),
            processes=random.randint(1, 8),
            callers=random.randint(1, 30),
            dead=random.random() < 0.5,
            delay=random.choice([0.0, 0.001, 0.01, 0.05]),
        )

    def run(self, world: World, fleet: Fleet, account: str) -> tuple[list[str], int, int]:
        """What callers were told that was no answer; the attempts, and the refreshes."""
        world.control.set(refresh_reuse_policy=self.policy)
        told: list[str] = []
        if self.dead:  # then everybody holds the token first
            told = fleet.begin(world, account, callers=1, processes=self.processes).failures()
            world.control.end_tokens(account, "access_token")
        else:
            world.advance(LIFETIME)
        attempts, refreshes = world.attempts(), world.control.refreshes()
        if self.delay:
            world.arm(delay=self.delay)
        calls = fleet.begin(world, account, callers=self.callers, processes=self.processes)
        told += calls.failures()
        return told, world.attempts() - attempts, world.control.refreshes() - refreshes
