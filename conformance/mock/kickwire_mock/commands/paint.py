"""The screen of a terminal, drawn with rich, which knows about colours, widths and ``NO_COLOR``."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Final

from rich import box
from rich.console import Console
from rich.measure import Measurement
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from kickwire_mock.commands.screen import Cell, Look, look, plain, width

_STYLES: Final[dict[Look, str]] = {
    "": "",
    "good": "green",
    "warn": "yellow",
    "bad": "bold red",
    "dim": "dim",
    "name": "cyan",
    "strong": "bold",
}

_ENDLESS = 100_000
"""Columns of a terminal that is never too narrow."""


class Painted:
    """A terminal."""

    def __init__(self) -> None:
        self._console = Console(highlight=False, markup=False, emoji=False)

    def say(self, *spans: Cell) -> None:
        """One line; the terminal breaks it if it has to."""
        self._console.print(_text(*spans), soft_wrap=True)

    def prose(self, *spans: Cell) -> None:
        """A paragraph."""
        self._console.print(_text(*spans))

    def facts(self, title: str, facts: Iterable[tuple[str, Cell]], *, end: str = "") -> None:
        """A panel."""
        grid = Table.grid(padding=(0, 2))
        grid.add_column(style="dim", no_wrap=True)
        grid.add_column(overflow="fold")
        for name, fact in facts:
            grid.add_row(_text(name), _text(fact))
        panel = Panel(
            grid,
            title=_text((title, "strong")),
            title_align="left",
            subtitle=_text((end, "dim")) if end else None,
            subtitle_align="right",
            border_style="green",
            expand=False,
            padding=(0, 1),
        )
        self._console.print(panel)

    def table(
        self, titles: Sequence[str], rows: Iterable[Sequence[Cell]], *, whole: Sequence[str] = ()
    ) -> None:
        """Columns without lines between them; where there is no room for them, records."""
        found = list(rows)
        table = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False)
        for title in titles:
            table.add_column(title, overflow="fold", no_wrap=title in whole)
        for row in found:
            table.add_row(*map(_text, row))
        unbroken = self._console.options.update(max_width=_ENDLESS)
        if Measurement.get(self._console, unbroken, table).minimum <= self._console.width:
            self._console.print(table)
        else:
            self._records(titles, found)

    def _records(self, titles: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
        """The first two cells of a row on a line, the others below it."""
        for row in rows:
            self._console.print(_text(row[0], "  ", *row[1:2]))
            facts = [
                _text((f"{title} ", "dim"), cell)
                for title, cell in zip(titles[2:], row[2:], strict=True)
                if width(cell)
            ]
            below = _text(("; ", "dim")).join(facts)
            self._console.print(Padding(below, (0, 0, 0, 4)))

    def waiting(self, what: str) -> AbstractContextManager[object]:
        """Something that turns."""
        return self._console.status(_text((what, "dim")))

    @contextmanager
    def progress(self, what: str) -> Generator[Callable[[str], None]]:
        """Something that turns, and the latest step."""
        with self._console.status(_text((what, "dim"))) as status:
            yield lambda step: status.update(_text((f"{what}: it {step}", "dim")))


def _text(*cells: Cell) -> Text:
    return Text.assemble(*((plain(cell), _STYLES[look(cell)]) for cell in cells))
