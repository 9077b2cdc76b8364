"""What a valid request to the control host says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from kickwire_mock.messages import Origins, Request
from kickwire_mock.operations import Arguments
from kickwire_mock.values import value_class


@value_class(frozen=True, slots=True)
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
        return cls(arguments.path, arguments.query, arguments.body or {}, request.origins)
