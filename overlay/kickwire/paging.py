"""Cursors: from one page to the next, whatever a server may say."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from .errors import UnexpectedAnswer

if TYPE_CHECKING:
    from kickwire_api.caller import Build
    from kickwire_api.operations import Operation

LONGEST_CURSOR = 2048
"""Characters; Kick's are below 30. What is longer fits into no URL that servers agree on."""


class Cursors:
    """The cursors of one walk through pages.

    A server that repeats one would be followed for ever; one that no URL can hold would fail far
    from here.
    """

    def __init__(self, operation: Operation, build: Build) -> None:
        assert operation.paging is not None
        self._operation = operation
        self._build = build
        self._paging = operation.paging
        given = build.keywords.get(operation.paging.parameter)
        self._used = {given} if isinstance(given, str) else set[str]()

    def after(self, answer: Any) -> Build | None:
        """The call for the page after this answer, or None at the end.

        Raises:
            UnexpectedAnswer: it was used before, or cannot be sent.
        """
        cursor = answer
        for step in self._paging.next:
            cursor = getattr(cursor, step, None)
        if not isinstance(cursor, str) or cursor in self._paging.end:
            return None
        if cursor in self._used:
            raise UnexpectedAnswer("a next cursor came a second time", self._operation.name)
        if len(cursor) > LONGEST_CURSOR or not (cursor.isascii() and cursor.isprintable()):
            raise UnexpectedAnswer("the next cursor cannot be sent", self._operation.name)
        self._used.add(cursor)
        return partial(self._build, **{self._paging.parameter: cursor})


__all__ = ["LONGEST_CURSOR", "Cursors"]
