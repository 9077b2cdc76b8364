"""Whether a process grows while it calls: 100,000 facade calls to a mock in the same process.

Both faces run at the same time, each in a process of its own, `scripts.bench.calling`.
"""

from __future__ import annotations

import statistics
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager

from scripts.bench.calling import CALLS, MEMORY, WARM
from scripts.bench.children import Child
from scripts.bench.measuring import Case, Unavailable, megabytes

FACES = ("sync", "async")


@contextmanager
def cases() -> Generator[Iterator[Case]]:
    """The subject."""
    if not MEMORY.exists():
        raise Unavailable(f"this system has no {MEMORY}")
    with ExitStack() as stack:
        children = {face: Child(stack, "calling", face) for face in FACES}
        yield (_case(face, child.told()) for face, child in children.items())


def _case(face: str, sizes: list[int]) -> Case:
    """Sizes after the first calls, which fill the journal, and after each `CALLS` of the others."""
    growth = statistics.linear_regression(range(len(sizes)), sizes).slope
    more = f"{(len(sizes) - 1) * CALLS:,} more calls, {face}"
    return Case(
        f"memory after {more}: {growth / 1e3:+.1f} kB for each {CALLS:,}",
        lambda: sizes[-1],
        f"after the first {WARM:,}",
        lambda: sizes[0],
        rounds=1,
        show=megabytes,
    )
