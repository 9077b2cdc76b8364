"""The entry point of ``kickwire-mock``: exit statuses, and errors as one line on stderr.

0 is success, 1 a check that said no, 2 a mistake of the caller, or a mock that cannot be reached.
The commands are in `kickwire_mock.commands`.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import NoReturn

_EXTRA = frozenset(
    {"click", "httptools", "jsonschema_rs", "rich", "starlette", "trustme", "uvicorn", "uvloop"}
)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and end the process.

    Args:
        arguments: what follows the command's name; None takes it from the process.
    """
    try:
        from kickwire_mock.commands import run

        status, problem = run(arguments)
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        if missing not in _EXTRA:
            raise
        status, problem = 2, f"{missing} is missing; install kickwire[mock]"
    if problem:
        sys.stderr.write(f"kickwire-mock: {problem}\n")
    sys.exit(status)
