"""What people read: painted on a terminal, plain and aligned everywhere else.

A *span* is a text with the name of its colour; the names say what is meant (``good``, ``dim``), and
`kickwire_mock.commands.paint` knows how that looks. Texts may come from anywhere: whatever could
move the cursor of a terminal is shown as an escape.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Literal, Protocol, TypeAlias

import click

Look: TypeAlias = Literal["", "good", "warn", "bad", "dim", "name", "strong"]
Span: TypeAlias = tuple[str, Look]
Cell: TypeAlias = str | Span
"""A text without a colour, or a span."""


class Screen(Protocol):
    """Where people read."""

    def say(self, *spans: Cell) -> None:
        """One line, never broken, so that it can be copied."""
        ...

    def prose(self, *spans: Cell) -> None:
        """A paragraph, broken between words."""
        ...

    def facts(self, title: str, facts: Iterable[tuple[str, Cell]], *, end: str = "") -> None:
        """Names with what they stand for.

        Args:
            title: above them.
            facts: in order.
            end: what else there is to say, in a few words.
        """
        ...

    def table(
        self, titles: Sequence[str], rows: Iterable[Sequence[Cell]], *, whole: Sequence[str] = ()
    ) -> None:
        """Columns under their titles.

        Args:
            titles: one for each column.
            rows: of as many cells.
            whole: titles of columns whose cells are not broken, so that they can be copied.
        """
        ...

    def waiting(self, what: str) -> AbstractContextManager[object]:
        """Show that something takes its time, while the context lasts."""
        ...

    def progress(self, what: str) -> AbstractContextManager[Callable[[str], None]]:
        """Show how far something has come. What the context gives tells of each step."""
        ...


def screen() -> Screen:
    """The screen of this process."""
    if not sys.stdout.isatty():
        return Plain()
    from kickwire_mock.commands.paint import Painted

    return Painted()


def write_json(value: Any, *, line: bool = False) -> None:
    """Write a value for programs.

    Args:
        value: of JSON.
        line: on one line, one of many; else as the one document, which people can read too.
    """
    click.echo(json.dumps(value) if line else json.dumps(value, indent=2))


def plain(cell: Cell) -> str:
    """A text without its colour, and without what a terminal would obey."""
    text = cell if isinstance(cell, str) else cell[0]
    return "".join(each if each.isprintable() else _escaped(each) for each in text)


def look(cell: Cell) -> Look:
    """The colour of a text."""
    return "" if isinstance(cell, str) else cell[1]


def width(cell: Cell) -> int:
    """Characters of a text."""
    return len(plain(cell))


def padded(cells: Sequence[Cell], widths: Sequence[int]) -> list[Span]:
    """Cells filled up with spaces to stand in columns, with two spaces between."""
    return [
        (f"{plain(cell).ljust(wide)}  ", look(cell))
        for cell, wide in zip(cells, widths, strict=True)
    ]


class Plain:
    """Aligned text."""

    def say(self, *spans: Cell) -> None:
        """One line."""
        click.echo("".join(plain(span) for span in spans).rstrip())

    def prose(self, *spans: Cell) -> None:
        """On one line; whoever shows it breaks it."""
        self.say(*spans)

    def facts(self, title: str, facts: Iterable[tuple[str, Cell]], *, end: str = "") -> None:
        """A line for each."""
        found = list(facts)
        width = max((len(name) for name, _ in found), default=0)
        click.echo(f"{title}; {end}" if end else title)
        for name, fact in found:
            click.echo(f"  {name.ljust(width)}  {plain(fact)}".rstrip())

    def table(
        self, titles: Sequence[str], rows: Iterable[Sequence[Cell]], *, whole: Sequence[str] = ()
    ) -> None:
        """A line for each, under a line of titles."""
        lines: list[Sequence[Cell]] = [[title.upper() for title in titles], *rows]
        widths = [max(map(width, column)) for column in zip(*lines, strict=True)]
        for line in lines:
            self.say(*padded(line, widths))

    def waiting(self, what: str) -> AbstractContextManager[object]:
        """Nobody looks."""
        return nullcontext()

    def progress(self, what: str) -> AbstractContextManager[Callable[[str], None]]:
        """Nobody looks."""
        return nullcontext(lambda _step: None)


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
