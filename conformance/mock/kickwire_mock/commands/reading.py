"""Reading the journal of a running mock, and going on where one stopped."""

from __future__ import annotations

from typing import Any

from kickwire_mock.commands.remote import Remote

Entry = dict[str, Any]
"""As the control host shows it."""

_ALL = 10_000
"""As many entries as a journal keeps."""


class Reader:
    """Reads a journal, each entry once."""

    def __init__(self, mock: Remote, operation: str | None = None) -> None:
        """Take the mock, and the one operation whose requests count; None: all do."""
        self._mock = mock
        self._operation = operation
        self._last: Entry | None = None

    def news(self) -> tuple[list[Entry], bool]:
        """The entries that came since the last time, or all, and whether the mock began anew.

        Raises:
            click.ClickException: the mock does not answer.
        """
        found, anew = self._read_on()
        if found:
            self._last = found[-1]
        return found, anew

    def _read_on(self) -> tuple[list[Entry], bool]:
        last = self._last
        if last is None:
            return self._after(0), False
        # The last one is read again: if it is no longer there, numbers have begun at 1 again.
        found = self._after(last["number"] - 1)
        if found and found[0] == last:
            return found[1:], False
        if found and found[0]["number"] > last["number"]:
            return found, False  # more came meanwhile than a journal keeps
        self._last = None
        return self._after(0), True

    def _after(self, number: int) -> list[Entry]:
        query = {"after": number, "operation": self._operation, "limit": _ALL}
        found: list[Entry] = self._mock.get("/journal", **query)["entries"]
        return found
