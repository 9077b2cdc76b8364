"""``make bench [ARGS='facade imports']``: measure, and show a table per subject.

With arguments only the subjects of these names: see `SUBJECTS`.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
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
    stores,
    tokens,
    waiters,
)
from scripts.bench.measuring import Case, Unavailable, measured

SUBJECTS: dict[str, tuple[str, Callable[[], AbstractContextManager[Iterator[Case]]]]] = {
    "facade": ("Facade calls over a real socket, tokens at hand", facade.cases),
    "imports": ("Imports, nothing but runtime dependencies installed", imports.cases),
    "memory": ("Memory of a process that calls", memory.cases),
    "prism": ("The mock and Prism, 8 connections; time per request", mocks.cases),
    "calls": ("Calls without a network, models", calls.cases),
    "tokens": ("Good tokens at hand", tokens.cases),
    "stores": ("Token stores by themselves", stores.cases),
    "network": ("Refresh and login over real sockets", network.cases),
    "waiters": ("One refresh, many callers; the server takes 50 ms", waiters.cases),
    "accounts": ("Many accounts", accounts.cases),
}


def main(names: list[str]) -> int:
    """Measure and show."""
    unknown = [name for name in names if name not in SUBJECTS]
    if unknown:
        print(f"no such subject: {', '.join(unknown)}; there are {', '.join(SUBJECTS)}")
        return 2
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 120)
    for name in names or SUBJECTS:
        title, prepare = SUBJECTS[name]
        table = Table("work", "took", "against", "took", "ratio", title=title, box=None)
        began = time.perf_counter()
        try:
            with prepare() as cases:
                for case in cases:
                    table.add_row(*_row(case))
        except Unavailable as reason:
            console.print(f"{title}: skipped: {reason}")
            continue
        table.caption = f"{time.perf_counter() - began:.0f} s"
        console.print(table)
    return 0


def _row(case: Case) -> tuple[str, ...]:
    ours, theirs = measured(case)
    promised = "" if case.most is None else f" (promised: {case.most:.2f})"
    ratio = f"{ours / theirs:.2f}{promised}"
    return case.name, case.show(ours), case.against, case.show(theirs), ratio


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
