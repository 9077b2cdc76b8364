"""Of several processes that renew one token, one is killed at any moment.

The tests kill at named steps. Here the moment is drawn.
"""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from collections.abc import Generator
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from random import Random

from conformance.suite.control import Control
from conformance.suite.target import Target, started_mock
from conformance.tests.kill.kill_child import WAITING
from conformance.tests.kill.kill_scene import TWO_HOURS, Child, Nursery, Scene
from scripts.deep.rounds import Round, run_tests

KILLS = 20
LOST, GONE, ANSWERED = "GrantLost", "LoginRequired", "answered"


def rounds(seed: int) -> Generator[Round]:
    """Drawn kills and those of the tests, then both with the next seed."""
    with ExitStack() as stack:
        target = stack.enter_context(started_mock())
        assert target.control_url
        control = stack.enter_context(Control(target.control_url))
        nursery = Nursery()
        stack.callback(nursery.close)
        for drawn in count(seed):
            for part in range(20):
                yield _drawn(target, control, nursery, drawn, part)
            yield run_tests(["conformance/tests/kill"], drawn)


def _drawn(target: Target, control: Control, nursery: Nursery, seed: int, part: int) -> Round:
    random = Random(f"{seed}-{part}")  # noqa: S311 - nothing secret is drawn
    counted, failures = Counter[str](), list[str]()
    for _ in range(KILLS):
        policy = random.choice(["strict", "grace"])
        others, share = random.randint(0, 2), random.uniform(0.0, 1.2)
        delay = random.choice([0.0, 0.005, 0.05])
        with tempfile.TemporaryDirectory(prefix="kickwire-deep-") as folder:
            control.reset()
            scene = Scene(target, control, nursery, Path(folder) / "tokens.db")
            scene.log_in(scene.user)
            scene.advance(TWO_HOURS)
            usual = _usual(scene)
            control.set(refresh_reuse_policy=policy)
            if delay:
                scene.control.arm(operation="exchangeToken", delay=delay)
            told = _kill(scene, others, share * (usual + delay))
            refreshes = control.refreshes()
        counted.update({"kills": 1, "refreshes": refreshes - 1})
        counted.update({f"sessions lost to a {policy} Kick": told.count(LOST)})
        how = f"{policy}, {others} others, answer after {delay} s, killed after {share:.2f} of all"
        failures += [f"{how}: {one}" for one in broken(policy, told)]
    return Round("drawn kills", seed, counted, failures)


def _usual(scene: Scene) -> float:
    """Seconds that a call with a renewal takes a process. The token is due again afterwards."""
    began = time.monotonic()
    with scene.child() as child:
        _end(child)
        took = time.monotonic() - began
    scene.advance(TWO_HOURS)
    return took


def _kill(scene: Scene, others: int, seconds: float) -> list[str]:
    """How the calls of all who lived on ended, in order; the last two are of new clients."""
    with ExitStack() as stack:
        victim = stack.enter_context(scene.child())
        witnesses = [stack.enter_context(scene.child()) for _ in range(others)]
        time.sleep(seconds)
        victim.kill()
        told = [_end(witness) for witness in witnesses]
    return [*told, scene.outcome(), scene.outcome()]


def _end(child: Child) -> str:
    """How its call ended."""
    while (told := child.told()) == WAITING:
        pass
    return told


def broken(policy: str, told: list[str]) -> list[str]:
    """What should not have come out of a kill."""
    found = set(told)
    if found == {ANSWERED}:
        return []
    if policy == "grace":
        return [f"somebody noticed: {', '.join(told)}"]
    # One answer died with the process, between Kick and the store: told once, then known.
    if told.count(LOST) == 1 and found == {LOST, GONE} and told[-1] == GONE:
        return []
    return [f"a loss is told once, and nobody is answered after it: {', '.join(told)}"]
