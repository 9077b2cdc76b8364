"""Whether a mock server and a client grow while they work: a million requests, 100,000 calls."""

from __future__ import annotations

import math
import statistics
from collections.abc import Generator
from contextlib import ExitStack
from dataclasses import dataclass

from scripts.bench.calling import CALLS, MEMORY, SAMPLES, WARM
from scripts.bench.children import Child
from scripts.bench.memory import FACES
from scripts.bench.soaking import LIMIT, MOST, PEOPLE, soaked
from scripts.deep.rounds import Round

REQUESTS, STEP = 1_000_000, 25_000
SETTLED = 4
"""Steps until the journal is full and the allocator has what it needs."""
ENOUGH = 10
"""Samples that a slope is drawn through."""


def rounds(seed: int) -> Generator[Round]:
    """Requests to a server in steps, then calls through both faces at the same time."""
    if not MEMORY.exists():
        yield Round(f"skipped: this system has no {MEMORY}", seed)
        return
    yield from _server(seed)
    with ExitStack() as stack:
        children = {face: Child(stack, "calling", face) for face in FACES}
        for face, child in children.items():
            growth = Growth(f"facade, {face}", CALLS, child.told())
            yield growth.round(seed, {"calls": WARM + CALLS * SAMPLES})


def _server(seed: int) -> Generator[Round]:
    with soaked() as server:
        growth = Growth(f"mock server, {PEOPLE:,} users", STEP, [], LIMIT)
        for step in range(REQUESTS // STEP):
            server.ask(STEP)
            if step >= SETTLED:
                growth.sizes.append(server.memory())
            yield growth.round(seed, {"requests": STEP})


@dataclass(frozen=True)
class Growth:
    """How large a process was, again and again."""

    name: str
    between: int
    """Requests or calls between two samples."""
    sizes: list[int]
    """In bytes."""
    limit: float = math.inf
    """Bytes that it is promised to stay below."""

    def round(self, seed: int, counted: dict[str, int]) -> Round:
        """What is known so far."""
        if len(self.sizes) < ENOUGH:
            return Round(self.name, seed, counted)
        slope = statistics.linear_regression(range(len(self.sizes)), self.sizes).slope
        growth, size = slope / self.between * 10_000, max(self.sizes)
        told = f"{self.sizes[-1] / 1e6:.1f} MB, {growth / 1e3:+.1f} kB for each 10,000"
        if self.limit < math.inf:
            told += f"; below {self.limit / 1e6:.0f} MB is promised"
        failures: list[str] = []
        if growth > MOST:
            failures.append(f"{self.name} grows by more than {MOST / 1e3:.0f} kB")
        if size >= self.limit:
            failures.append(f"{self.name} takes {size / 1e6:.0f} MB")
        return Round(self.name, seed, counted, failures, note=told)
