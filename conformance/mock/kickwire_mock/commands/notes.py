"""Which mocks run on this computer: each that `serve` started leaves a note while it answers.

A note tells where the control host is and for whom, and nothing secret. Notes are in a folder that
only this person can read: in the one that the system has for such things, or else among temporary
files.
"""

from __future__ import annotations

import json
import os
import socket
import stat
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from kickwire_mock.values import value_class

_NAME = "kickwire-mock"
_PATIENCE = 0.5
"""Seconds that are waited for a connection."""


@value_class(frozen=True, slots=True)
class Running:
    """A mock that answers."""

    control_url: str
    for_program: bool = False
    """Whether a program started it, which was told where it is: people seldom mean this one."""


@contextmanager
def left(mock: Running) -> Generator[None]:
    """Leave a note, and take it away at the end.

    Where that is impossible a warning says so; the mock can do without.
    """
    try:
        note = _write(mock)
    except OSError as error:
        click.echo(
            f"kickwire-mock: other commands will need --control {mock.control_url}: no note could "
            f"be left ({error.strerror or error})",
            err=True,
        )
        yield
        return
    try:
        yield
    finally:
        with suppress(OSError):  # somebody has tidied up, or another command took it for dead
            note.unlink()


def running() -> list[Running]:
    """The mocks that run, the newest first. Notes of dead ones are removed."""
    try:
        notes = sorted(_folder().glob("*.json"), key=_age)
    except OSError:
        return []  # whoever cannot leave notes cannot find any
    return [mock for mock in map(_living, notes) if mock is not None]


def _living(note: Path) -> Running | None:
    """The mock of a note, if it answers."""
    try:
        found: Any = json.loads(note.read_bytes())
        mock = Running(str(found["control_url"]), found.get("for_program") is True)
        process = int(found["pid"])
    except (OSError, ValueError, LookupError, TypeError):
        return None  # gone meanwhile, or not one of ours
    if _runs(process) and not _refuses(mock.control_url):
        return mock
    with suppress(OSError):
        note.unlink()
    return None


def _runs(process: int) -> bool:
    if os.name != "posix":
        return True  # asking there would end it
    try:
        os.kill(process, 0)
    except (ProcessLookupError, PermissionError, OverflowError):
        return False  # or that number has gone to a process of somebody else
    return True


def _refuses(url: str) -> bool:
    """Whether nobody listens there. A mock that is slow, or was stopped for a while, still does."""
    parts = urlsplit(url)
    try:
        with socket.create_connection((parts.hostname or "", parts.port or 80), _PATIENCE):
            return False
    except ConnectionRefusedError:
        return True
    except OSError:
        return False


def _age(note: Path) -> float:
    try:
        return -note.stat().st_mtime_ns
    except OSError:
        return 0.0


def _write(mock: Running) -> Path:
    port = urlsplit(mock.control_url).port
    note = _folder() / f"{os.getpid()}-{port}.json"
    draft = note.with_suffix(".new")
    content = json.dumps({**asdict(mock), "pid": os.getpid()})
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(content)
    draft.replace(note)
    return note


def _folder() -> Path:
    """The folder of this person's notes.

    Raises:
        OSError: it cannot be made, or somebody else could write into it.
    """
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    if runtime and Path(runtime).is_dir():
        folder = Path(runtime) / _NAME
    else:
        import tempfile  # loads much, and is seldom needed

        folder = Path(tempfile.gettempdir()) / f"{_NAME}-{_person()}"
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    if os.name == "posix":
        _require_own(folder)
    return folder


def _person() -> str:
    return str(os.getuid()) if os.name == "posix" else "notes"


def _require_own(folder: Path) -> None:
    # Whoever else could leave notes here would be sent what is meant for the mock, its key too.
    found = folder.lstat()
    mine = stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid()
    if not mine or found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise PermissionError(0, f"{folder} is not this user's alone")
