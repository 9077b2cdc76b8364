"""What a valid request to the control host says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from kickwire_mock.messages import Origins, Request
from kickwire_mock.operations import Arguments


@dataclass(frozen=True, slots=True)
class Call:
    """Values that the document has checked. The `repr` is bare: they may be secret."""

    path: Mapping[str, Any] = field(repr=False)
    query: Mapping[str, Any] = field(repr=False)
    body: Mapping[str, Any] = field(repr=False)
    """Empty if none was sent."""
    origins: Origins

    @classmethod
    def of(cls, arguments: Arguments, request: Request) -> Call:
        """Put it together."""
        body = cast("dict[str, Any]", _plain(arguments.body or {}))
        return cls(arguments.path, arguments.query, body, request.origins)


def _plain(value: object) -> object:
    """The same with whole numbers as `int`: JSON Schema takes 1.0 for an integer."""
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in cast("dict[str, object]", value).items()}
    if isinstance(value, list):
        return [_plain(item) for item in cast("list[object]", value)]
    return value
