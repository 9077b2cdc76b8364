"""A run in short, for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Self, TextIO

from conformance.suite.cases import PROFILES, SHOULD, Case
from conformance.suite.runner import VERDICTS, Result

_GREEN, _RED, _YELLOW, _PLAIN = "\x1b[32m", "\x1b[31m", "\x1b[33m", "\x1b[0m"
_WIDTH = 44

MOVED = "moved"
"""The column of the results under moved settings."""


def passed(results: Sequence[Result]) -> bool:
    """Whether a run holds: no MUST and no QUIRK failed, and something was run."""
    return any(one.verdict == "held" for one in results) and not any(map(is_failure, results))


def is_failure(result: Result) -> bool:
    """Whether a result fails the run. A case that broke has judged nothing, whatever its level."""
    return _bad(result) and not is_warning(result)


def is_warning(result: Result) -> bool:
    """Whether a result is told and does not fail the run."""
    return result.verdict == "failed" and result.case.level is SHOULD


def listed(cases: Sequence[Case]) -> Iterator[str]:
    """One line for each case: id, level, profiles, promise."""
    width = max((len(case.id) for case in cases), default=0)
    for case in cases:
        profiles = ",".join(case.profiles)
        yield f"{case.id:<{width}}  {case.level.value:<6}  {profiles:<20}  {case.promise}"


def column(result: Result) -> str:
    """Where a table has a result: under its profile, or with those of moved settings."""
    return MOVED if result.way.moved else result.way.profile


def columns(results: Iterable[Result]) -> list[str]:
    """The columns of a table, in order."""
    found = {column(one) for one in results}
    return [each for each in (*PROFILES, MOVED) if each in found]


def told(results: Sequence[Result], seconds: float, *, colours: bool) -> Iterator[str]:
    """The run as lines of text: groups, what did not hold and how to run it again, totals."""
    paint = _Paint(colours)
    yield from _groups(results, columns(results), paint)
    for result in filter(_bad, results):
        yield from _trouble(result, paint)
    yield from _skipped(results)
    counts = Counter(one.verdict for one in results)
    totals = ", ".join(f"{counts[each]} {each}" for each in VERDICTS if counts[each])
    yield f"{totals or 'nothing was run'} ({_ways(results)}, {seconds:.0f} s)"
    verdict = paint(_GREEN, "held") if passed(results) else paint(_RED, "did not hold")
    yield f"conformance: {verdict}"


def _ways(results: Sequence[Result]) -> str:
    """How many profiles and moved settings there were."""
    ways = {one.way for one in results}
    moved = sum(bool(way.moved) for way in ways)
    told = f"{len({way.profile for way in ways})} profiles"
    return f"{told}, {moved} moved settings" if moved else told


def _bad(result: Result) -> bool:
    return result.verdict in ("failed", "error")


class _Paint:
    def __init__(self, colours: bool) -> None:
        self._colours = colours

    def __call__(self, colour: str, text: str) -> str:
        return f"{colour}{text}{_PLAIN}" if self._colours else text


def _groups(results: Sequence[Result], columns: Sequence[str], paint: _Paint) -> Iterator[str]:
    """Held of run, by the first two parts of the ids."""
    groups: dict[str, list[Result]] = {}
    for one in results:
        groups.setdefault("/".join(one.case.id.split("/")[:2]), []).append(one)
    if groups:
        yield f"{'':<{_WIDTH}}" + "".join(f"{each:>12}" for each in columns)
    for group, members in groups.items():
        cells = (_cell([one for one in members if column(one) == each]) for each in columns)
        line = f"{group:<{_WIDTH}}" + "".join(f"{cell:>12}" for cell in cells)
        yield paint(_RED, line) if any(map(is_failure, members)) else line


def _cell(members: Sequence[Result]) -> str:
    run = [one for one in members if one.verdict != "skipped"]
    held = sum(one.verdict == "held" for one in run)
    return f"{held}/{len(run)}" if run else "-"


def _trouble(result: Result, paint: _Paint) -> Iterator[str]:
    word, colour = ("warning", _YELLOW) if is_warning(result) else (result.verdict, _RED)
    yield ""
    yield paint(colour, f"{word}: {result.case.id} ({result.case.level.value}, {result.way})")
    yield f"  {result.case.promise}"
    yield from (f"  {line}".rstrip() for line in result.reason.splitlines())
    yield from (f"    {line}" for line in result.evidence)
    again = f"--only {result.case.id} {result.way.options}"
    yield f"  on the word of: {', '.join(result.case.evidence)}"
    yield f"  again: make conformance ARGS='{again}'"


def _skipped(results: Sequence[Result]) -> Iterator[str]:
    reasons = Counter(one.reason for one in results if one.verdict == "skipped")
    yield ""
    for reason, count in sorted(reasons.items()):
        yield f"skipped {count}: {reason}"


class Progress:
    """One line of a terminal that says how far a run is; nothing elsewhere."""

    def __init__(self, terminal: TextIO) -> None:
        self._terminal = terminal
        self._counts: Counter[str] = Counter()

    def tell(self, result: Result) -> None:
        """Count a result."""
        self._counts["not held" if _bad(result) else "run"] += 1
        if self._terminal.isatty():
            told = ", ".join(f"{self._counts[each]} {each}" for each in sorted(self._counts))
            self._terminal.write(f"\r\x1b[K{told}: {result.case.id}"[: _WIDTH * 2])
            self._terminal.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._terminal.isatty():
            self._terminal.write("\r\x1b[K")
