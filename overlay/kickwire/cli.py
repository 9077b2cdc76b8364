"""The entry point of ``kickwire``: exit statuses, and errors as one line on stderr.

0 is success, 2 a mistake of the caller. The commands are in `kickwire.commands`.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import NoReturn

_EXTRA = frozenset({"click"})


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and end the process.

    Args:
        arguments: what follows the command's name; None takes it from the process.
    """
    try:
        from kickwire.commands import run
    except ModuleNotFoundError as error:
        if error.name not in _EXTRA:
            raise
        _fail(f"{error.name} is missing; install kickwire[cli]")
    problem = run(arguments)
    if problem is not None:
        _fail(problem)
    sys.exit(0)


def _fail(problem: str) -> NoReturn:
    sys.stderr.write(f"kickwire: {problem}\n")
    sys.exit(2)
