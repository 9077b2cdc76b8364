"""Memory of a mock server with 10,000 users, and whether it grows with requests."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager

from scripts.bench.calling import MEMORY
from scripts.bench.measuring import Case, Unavailable, megabytes
from scripts.bench.promises import below, more
from scripts.bench.soaking import LIMIT, MOST, PEOPLE, Soaked, soaked

_REQUESTS = 100_000
"""After which the journal is full, and the allocator has what it needs; and then as many more."""


@contextmanager
def cases() -> Generator[Iterator[Case]]:
    """The subject."""
    if not MEMORY.exists():
        raise Unavailable(f"this system has no {MEMORY}")
    with soaked() as server:
        yield iter([_case(server)])


def _case(server: Soaked) -> Case:
    sizes = [server.memory()]
    for _ in range(2):
        server.ask(_REQUESTS)
        sizes.append(server.memory())
    began, full, last = sizes
    return Case(
        f"memory with {PEOPLE:,} users ({megabytes(began)}), after {2 * _REQUESTS:,} requests",
        lambda: last,
        f"after {_REQUESTS:,}",
        lambda: full,
        rounds=1,
        show=megabytes,
        promises=(below(LIMIT, megabytes), more(MOST * _REQUESTS / 10_000, megabytes)),
    )
