"""``kickwire-mock journal``."""

from __future__ import annotations

import contextlib
import signal
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from pathlib import Path
from types import FrameType

import click

from kickwire_mock.clock import rfc3339
from kickwire_mock.commands.finding import mock_options, the_mock
from kickwire_mock.commands.reading import Entry, Reader
from kickwire_mock.commands.remote import Remote
from kickwire_mock.commands.screen import Cell, Look, padded, screen, width, write_json
from kickwire_mock.documents import packaged
from kickwire_mock.journal import was_refused
from kickwire_mock.operations import CONSENT

_PAUSE = 0.3
"""Seconds between two looks."""
_METHODS = frozenset({"get", "post", "put", "patch", "delete"})
_NARROWEST = (0, len("api"), max(map(len, _METHODS)), 0, len("200"), 0, 0)
"""Characters of each column at the beginning: what is sure to come widens none."""


def _operations(_context: click.Context, _parameter: click.Parameter, typed: str) -> list[str]:
    documents = packaged()
    declared = (
        operation["operationId"]
        for document in (documents.id, documents.api)
        for path in document["paths"].values()
        for method, operation in path.items()
        if method in _METHODS
    )
    return [each for each in (*declared, CONSENT) if each.startswith(typed)]


@click.command("journal")
@click.option("--follow", "-f", is_flag=True, help="Go on with what comes, until Ctrl+C.")
@click.option("--operation", shell_complete=_operations, help="Only requests to this operation.")
@click.option("--refused", is_flag=True, help="Only requests that were refused.")
@click.option(
    "--last", "-n", type=click.IntRange(min=0), metavar="N", help="Begin with the last N entries."
)
@mock_options
@click.option(
    "--json", "as_json", is_flag=True, help="Answer in JSON: one document, or with --follow lines."
)
def command(
    follow: bool,
    operation: str | None,
    refused: bool,
    last: int | None,
    control: str | None,
    key_file: Path | None,
    as_json: bool,
) -> None:
    """Show what was asked and how it was answered, and why it was refused.

    Kick tells a client little of the why; the mock tells it here. No secrets are shown.
    """
    mock = the_mock(control, key_file)
    reader = Reader(mock, operation)
    entries = _chosen(reader.news()[0], refused)
    entries = entries if last is None else entries[max(len(entries) - last, 0) :]
    if not follow and as_json:
        write_json({"entries": entries})
        return
    lines = _JsonLines() if as_json else _Lines(mock)
    lines.write(entries)
    if not entries and not follow and last != 0:
        such = "such " if refused or operation is not None else ""
        click.echo(f"kickwire-mock: no {such}request so far", err=True)
    if follow:
        with _until_interrupted() as interrupted:
            _follow(reader, lines, refused, interrupted)


class _JsonLines:
    """A line of JSON for each entry."""

    def write(self, entries: Sequence[Entry]) -> None:
        """Write them."""
        for each in entries:
            write_json(each, line=True)

    def began_anew(self) -> None:
        """The numbers tell."""


class _Lines:
    """A line of columns for each entry; the columns grow with what comes."""

    def __init__(self, mock: Remote) -> None:
        self._mock = mock
        self._screen = screen()
        self._widths = list(_NARROWEST)
        self._apps: Mapping[str, str] = {}

    def write(self, entries: Sequence[Entry]) -> None:
        """Write them."""
        rows = [self._row(each) for each in entries]
        for row in rows:
            self._widths = [max(pair) for pair in zip(self._widths, map(width, row), strict=True)]
        for row in rows:
            self._screen.say(*padded(row, self._widths))

    def began_anew(self) -> None:
        """Say so."""
        self._screen.say(("the mock began anew", "dim"))

    def _row(self, entry: Entry) -> list[Cell]:
        return [
            (rfc3339(entry["time"]), "dim"),
            entry["host"],
            (entry["method"], "strong"),
            entry["path"] or ("(no such path)", "dim"),
            (str(entry["status"] or "-"), _look_of(entry["status"])),
            (entry["user"] or self._app(entry["client_id"]), "name"),
            _why(entry),
        ]

    def _app(self, client_id: str | None) -> str:
        if client_id is None:
            return "-"
        if client_id not in self._apps:
            self._apps = {
                each["client_id"]: each["name"] for each in self._mock.get("/apps")["apps"]
            }
        return self._apps.get(client_id, client_id)


def _chosen(entries: Sequence[Entry], refused: bool) -> Sequence[Entry]:
    if not refused:
        return entries
    return [each for each in entries if was_refused(each["status"], each["reason"])]


@contextlib.contextmanager
def _until_interrupted() -> Generator[Callable[[], bool]]:
    """Whether Ctrl+C was pressed, once.

    An exception for it could cut a line in half, and is lost where the interpreter ignores
    exceptions, as it does while it disposes of an answer. Whoever presses again gets one: the mock
    may be silent just then.
    """
    pressed = False

    def press(_signal: int, _frame: FrameType | None) -> None:
        nonlocal pressed
        pressed = True
        signal.signal(signal.SIGINT, before)

    before = signal.signal(signal.SIGINT, press)
    try:
        with contextlib.suppress(KeyboardInterrupt):
            yield lambda: pressed
    finally:
        signal.signal(signal.SIGINT, before)


def _follow(
    reader: Reader, lines: _Lines | _JsonLines, refused: bool, interrupted: Callable[[], bool]
) -> None:
    while not interrupted():
        time.sleep(_PAUSE)
        found, anew = reader.news()
        if anew:
            lines.began_anew()
        lines.write(_chosen(found, refused))


def _look_of(status: int) -> Look:
    if not status:
        return "bad"
    if status < 300:
        return "good"
    if status < 400:
        return "name"
    return "warn" if status < 500 else "bad"


def _why(entry: Entry) -> str:
    quirks = f"[{', '.join(entry['quirks'])}]" if entry["quirks"] else ""
    fault = f"({entry['fault']} struck)" if entry["fault"] else ""
    return " ".join(part for part in (entry["reason"], quirks, fault) if part)
