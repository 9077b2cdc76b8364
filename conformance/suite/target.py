"""The server under test: given as a ready line, or the mock, started for the run."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import cast


class TargetError(Exception):
    """There is nothing to test. The text is one line."""


@dataclass(frozen=True)
class Target:
    """Where a server answers, and a token that it accepts (never shown)."""

    id_url: str
    api_url: str
    token: str = field(repr=False)
    control_url: str | None = None


def from_ready_line(line: str) -> Target:
    """Read the one line of JSON that ``kickwire-mock serve --json`` prints; other servers may too.

    Raises:
        TargetError: it is not JSON, or lacks one of ``id_url``, ``api_url`` and ``token``.
    """
    try:
        found = json.loads(line)
    except ValueError:
        raise TargetError("the ready line is not JSON") from None
    if not isinstance(found, dict):
        raise TargetError("the ready line is not a JSON object")
    values = cast("dict[str, object]", found)
    needed = ("id_url", "api_url", "token")
    absent = [name for name in needed if not isinstance(values.get(name), str)]
    if absent:
        raise TargetError(f"the ready line has no {', '.join(absent)}")
    id_url, api_url, token = (cast("str", values[name]) for name in needed)
    control = values.get("control_url")
    return Target(id_url, api_url, token, control if isinstance(control, str) else None)


@contextmanager
def started_mock() -> Generator[Target]:
    """The mock as a process of its own, on free ports of the loopback, ended at the end.

    Raises:
        TargetError: it did not start; its own words are in the text.
    """
    command = [sys.executable, "-m", "kickwire_mock", "serve", "--json"]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        if not line:
            _, said = process.communicate()
            raise TargetError(f"the mock did not start: {' '.join(said.split())}")
        yield from_ready_line(line)
    finally:
        process.terminate()
        process.communicate()
