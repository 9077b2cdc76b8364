"""What an import costs where nothing but the runtime dependencies is installed.

The environment of the project will not do: httpx loads its command line where rich and click are.
Counted is the CPU time of a whole process.
"""

from __future__ import annotations

import resource
import subprocess
import tempfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

from scripts.bench.measuring import Case, Sample, Unavailable, repeated
from scripts.bench.promises import times
from scripts.packaging import PackagingError, built_wheel, environment

PROMISE = times(1.15)

_FEWER = 7
"""Rounds of what nothing is promised of."""

_HTTPX = "import httpx"
_KICK = "from kickwire import Kick"
_FACADE = "from kickwire_api.facade import PublicApi"
_MADE = (
    "from kickwire import App, Kick, MemoryStore; "
    "Kick(App('01JEXAMP0E0000000000000001', 'worthless'), MemoryStore())"
)


@contextmanager
def cases() -> Generator[Iterator[Case]]:
    """The subject."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            python = environment(Path(folder, "venv"), built_wheel(Path(folder, "wheel")))
        except PackagingError as error:
            raise Unavailable(str(error)) from None
        by_httpx = _run(python, _HTTPX)
        yield iter(
            [
                Case(_KICK, _run(python, _KICK), _HTTPX, by_httpx, promises=(PROMISE,)),
                *(
                    Case(other, _run(python, other), _HTTPX, by_httpx, _FEWER)
                    for other in ("import kickwire", _FACADE)
                ),
                Case(
                    "a Kick is made",
                    _run(python, _MADE),
                    "two httpx.Client",
                    _run(python, f"{_HTTPX}; httpx.Client(), httpx.Client()"),
                    _FEWER,
                ),
            ]
        )


def _run(python: Path, code: str) -> Sample:
    command = [str(python), "-I", "-c", code]
    return repeated(lambda: subprocess.run(command, check=True), 1, _seconds_of_children)


def _seconds_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
