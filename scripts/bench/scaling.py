"""Whether a request to the mock costs more because there are more people, apps and tokens.

Each crowd has a process of its own, `scripts.bench.asking`, so that none pays for the garbage
collection of another one.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager

from scripts.bench.children import Child
from scripts.bench.crowd import ASKED
from scripts.bench.measuring import Case, Sample
from scripts.bench.promises import times

FEW, SIZES = ASKED, (1_000, 10_000, 100_000)
_ROUNDS = 31
_PROMISE = times(1.5)
"""A dictionary of a hundred thousand does not fit into the caches of a processor."""


@contextmanager
def cases() -> Generator[Iterator[Case]]:
    """The subject."""
    with ExitStack() as stack:
        children = {each: Child(stack, "asking", str(each)) for each in (FEW, *SIZES)}
        names = {size: child.told() for size, child in children.items()}
        yield (
            Case(
                f"{name}, {size:,}",
                _sample(children[size], name),
                f"the same, {FEW}",
                _sample(children[FEW], name),
                _ROUNDS,
                promises=(_PROMISE,),
            )
            for name in names[FEW]
            for size in SIZES
        )


def _sample(child: Child, name: str) -> Sample:
    def sample() -> float:
        child.tell(name)
        return float(child.told())

    return sample
