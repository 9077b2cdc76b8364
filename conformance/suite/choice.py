"""Which cases are run: by id, by the beginning of an id, by a pattern."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase

from conformance.suite.cases import Case

_SUGGESTIONS = 3


class ChoiceError(Exception):
    """Nothing was chosen. The text is one line."""


def chosen(cases: Sequence[Case], patterns: Iterable[str]) -> list[Case]:
    """The cases that one of the patterns names; all if there is none.

    Args:
        cases: to choose from.
        patterns: an id, its first parts (``id/token``), or with ``*`` for any text.

    Raises:
        ChoiceError: a pattern names no case; the text has ids that are like it.
    """
    wanted = list(patterns)
    for pattern in wanted:
        if not any(_named(case.id, pattern) for case in cases):
            raise ChoiceError(f"no case is named by {pattern}{_suggested(cases, pattern)}")
    if not wanted:
        return list(cases)
    return [case for case in cases if any(_named(case.id, pattern) for pattern in wanted)]


def _named(id: str, pattern: str) -> bool:
    beginning = pattern.rstrip("/")
    return id == beginning or id.startswith(f"{beginning}/") or fnmatchcase(id, pattern)


def _suggested(cases: Sequence[Case], pattern: str) -> str:
    names: set[str] = set()
    for case in cases:
        parts = case.id.split("/")
        names.update("/".join(parts[: count + 1]) for count in range(len(parts)))
    close = difflib.get_close_matches(pattern, sorted(names), _SUGGESTIONS, cutoff=0.5)
    return f"; did you mean {' or '.join(close)}?" if close else "; --list shows them all"
