"""The times of payloads: RFC 3339, read in every form, and written as Kick writes them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, cast

from kickwire_mock.errors import MockError
from kickwire_mock.world.news import Payload

NAMES = frozenset({"created_at", "expires_at", "redeemed_at", "started_at", "ended_at"})
"""The fields that hold them."""


def objects(value: object) -> Iterator[Payload]:
    """Every object inside a value of JSON, itself included."""
    if isinstance(value, dict):
        found = cast("Payload", value)
        yield found
        for each in found.values():
            yield from objects(each)
    elif isinstance(value, list):
        for each in cast("list[object]", value):
            yield from objects(each)


def read(text: str) -> datetime:
    """A time with its own offset.

    Raises:
        ValueError: it is none that this computer knows: a leap second, or a day of the year 0.
    """
    return datetime.fromisoformat(text.upper())  # RFC 3339 section 5.6 has t and z, too


def unix(text: str) -> float:
    """A time in Unix seconds. Raises like `read`."""
    return read(text).timestamp()


def whole(moment: datetime) -> str:
    """UTC and whole seconds.

    Raises:
        OverflowError: there is no such time in UTC.
    """
    return f"{_in_utc(moment).isoformat(timespec='seconds')}Z"


def millis(moment: datetime) -> str:
    """UTC and three digits after the second. Raises like `whole`."""
    return f"{_in_utc(moment).isoformat(timespec='milliseconds')}Z"


def nanos(moment: datetime) -> str:
    """UTC and nine digits after the second. Raises like `whole`.

    Kick's clock is finer than this one; the last three digits are there for parsers to meet.
    """
    return f"{_in_utc(moment).isoformat(timespec='microseconds')}909Z"


def require_readable(payload: dict[str, Any]) -> None:
    """Let a payload pass whose times can be read.

    Raises:
        MockError: the document allows one of them, and nothing here can tell when it is.
    """
    for each in objects(payload):
        for name in sorted(NAMES & each.keys()):
            try:
                if each[name] is not None:
                    unix(each[name])
            except ValueError:
                raise MockError(f"{name} is a time of which nobody can tell when it is") from None


def _in_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None)
