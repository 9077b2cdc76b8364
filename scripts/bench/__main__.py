"""``python -m scripts.bench``: measure, and show a table per subject.

With arguments only the subjects of these names: calls, tokens, stores, network, waiters, accounts.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

from rich.console import Console
from rich.table import Table

from scripts.bench import accounts, calls, network, stores, tokens, waiters
from scripts.bench.measuring import Case, measured

SUBJECTS: dict[str, tuple[str, Callable[[], AbstractContextManager[Iterator[Case]]]]] = {
    "calls": ("Calls, models, imports", calls.cases),
    "tokens": ("Good tokens at hand", tokens.cases),
    "stores": ("Token stores by themselves", stores.cases),
    "network": ("Refresh and login over real sockets", network.cases),
    "waiters": ("One refresh, many callers; the server takes 50 ms", waiters.cases),
    "accounts": ("Many accounts", accounts.cases),
}


def main(names: list[str]) -> int:
    """Measure and show."""
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 120)
    for name in names or SUBJECTS:
        title, prepare = SUBJECTS[name]
        table = Table("work", "took", "against", "took", "ratio", title=title, box=None)
        began = time.perf_counter()
        with prepare() as cases:
            for case in cases:
                ours, theirs = measured(case)
                row = case.show(ours), case.against, case.show(theirs), f"{ours / theirs:.2f}"
                table.add_row(case.name, *row)
        table.caption = f"{time.perf_counter() - began:.0f} s"
        console.print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
