"""``make bench [ARGS='facade imports']``: measure, and show a table per subject.

With arguments only the subjects of these names: see `SUBJECTS`. It fails if a promise is broken.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager

from rich.console import Console
from rich.table import Table

from scripts.bench import (
    accounts,
    calls,
    facade,
    imports,
    memory,
    mocks,
    network,
    scaling,
    size,
    stores,
    tokens,
    waiters,
)
from scripts.bench.measuring import Case, Unavailable, measured
from scripts.bench.promises import Promise

SUBJECTS: dict[str, tuple[str, Callable[[], AbstractContextManager[Iterator[Case]]]]] = {
    "facade": ("Facade calls over a real socket, tokens at hand", facade.cases),
    "imports": ("Imports, nothing but runtime dependencies installed", imports.cases),
    "memory": ("Memory of a process that calls", memory.cases),
    "prism": ("The mock and Prism, 8 connections; time per request", mocks.cases),
    "size": ("Memory of a mock server", size.cases),
    "scaling": ("The mock with many users, each with an app, tokens, subscriptions", scaling.cases),
    "calls": ("Calls without a network, models", calls.cases),
    "tokens": ("Good tokens at hand", tokens.cases),
    "stores": ("Token stores by themselves", stores.cases),
    "network": ("Refresh and login over real sockets", network.cases),
    "waiters": ("One refresh, many callers; the server takes 50 ms", waiters.cases),
    "accounts": ("Many accounts", accounts.cases),
}


def main(names: list[str]) -> int:
    """Measure and show. 0: all promises hold, 1: one is broken, 2: there is no such subject."""
    unknown = [name for name in names if name not in SUBJECTS]
    if unknown:
        print(f"no such subject: {', '.join(unknown)}; there are {', '.join(SUBJECTS)}")
        return 2
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 120)
    broken = [each for name in names or SUBJECTS for each in _measure(name, console)]
    for each in broken:
        console.print(f"a promise is broken: {each}")
    return 1 if broken else 0


def _measure(name: str, console: Console) -> list[str]:
    """Measure a subject and show it; the promises that it breaks."""
    title, prepare = SUBJECTS[name]
    table = Table("work", "took", "against", "took", "ratio", "promised", title=title, box=None)
    began = time.perf_counter()
    broken: list[str] = []
    try:
        with prepare() as cases:
            for case in cases:
                ours, theirs = measured(case)
                failed = [each for each in case.promises if not each.holds(ours, theirs)]
                table.add_row(*_row(case, ours, theirs, failed))
                broken += [f"{case.name}: {each.text}" for each in failed]
    except Unavailable as reason:
        console.print(f"{title}: skipped: {reason}")
        return broken
    table.caption = f"{time.perf_counter() - began:.0f} s"
    console.print(table)
    return broken


def _row(case: Case, ours: float, theirs: float, failed: Iterable[Promise]) -> tuple[str, ...]:
    promised = [f"{each.text}: {'BROKEN' if each in failed else 'held'}" for each in case.promises]
    ratio = f"{ours / theirs:.2f}"
    return case.name, case.show(ours), case.against, case.show(theirs), ratio, "\n".join(promised)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
