"""The server under test: given as a ready line, or the mock, started for the run."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, cast

COMMAND = [sys.executable, "-m", "kickwire_mock", "serve", "--json"]
_PATIENCE = 30
_PATIENCE_AT_THE_END = 10
_LONGEST = 400


class TargetError(Exception):
    """There is nothing to test. The text is one line."""


@dataclass(frozen=True)
class Target:
    """Where a server answers, and a token that it accepts (never shown).

    The rest is None or empty where the ready line does not have it.
    """

    id_url: str
    api_url: str
    token: str = field(repr=False)
    control_url: str | None = None
    client_id: str | None = None
    client_secret: str | None = field(default=None, repr=False)
    redirect_uri: str | None = None
    users: tuple[str, ...] = ()


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
    users = values.get("users")
    return Target(
        id_url=str(values["id_url"]),
        api_url=str(values["api_url"]),
        token=str(values["token"]),
        control_url=_text(values, "control_url"),
        client_id=_text(values, "client_id"),
        client_secret=_text(values, "client_secret"),
        redirect_uri=_text(values, "redirect_uri"),
        users=tuple(map(str, cast("list[object]", users))) if isinstance(users, list) else (),
    )


def _text(values: dict[str, object], name: str) -> str | None:
    value = values.get(name)
    return value if isinstance(value, str) else None


@contextmanager
def started_mock(command: Sequence[str] | None = None) -> Generator[Target]:
    """The mock as a process of its own, on free ports of the loopback, ended at the end.

    Args:
        command: another program that prints a ready line.

    Raises:
        TargetError: it did not start in time, or at all; its own words are in the text.
    """
    with tempfile.TemporaryFile() as errors, _process(command or COMMAND, errors) as lines:
        try:
            line = lines.get(timeout=_PATIENCE)
        except queue.Empty:
            raise TargetError(f"the mock did not start in {_PATIENCE} s{_said(errors)}") from None
        if line is None:
            raise TargetError(f"the mock did not start{_said(errors)}")
        yield from_ready_line(line)


@contextmanager
def _process(command: Sequence[str], errors: IO[bytes]) -> Generator[queue.SimpleQueue[str | None]]:
    """The process, as the lines that it prints, and None when it has ended.

    A pipe that nobody reads stops who writes: one is read to its end, and errors go to a file.
    """
    lines = queue.SimpleQueue[str | None]()
    with subprocess.Popen(
        command,
        env={**os.environ, "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=errors,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as process:
        assert process.stdout is not None
        reader = threading.Thread(target=_read, args=[process.stdout, lines], daemon=True)
        reader.start()
        try:
            yield lines
        finally:
            _end(process)
            reader.join(_PATIENCE_AT_THE_END)


def _read(output: IO[str], lines: queue.SimpleQueue[str | None]) -> None:
    for line in output:
        lines.put(line)
    lines.put(None)


def _end(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.wait(timeout=_PATIENCE_AT_THE_END)
    except subprocess.TimeoutExpired:
        process.kill()


def _said(errors: IO[bytes]) -> str:
    errors.seek(0)
    words = " ".join(errors.read().decode("utf-8", "replace").split())
    return f": {words[-_LONGEST:]}" if words else ""
