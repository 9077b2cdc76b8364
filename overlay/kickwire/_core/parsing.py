"""From a success to its value by the generated `parse`; what that refuses is one of our errors."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import kickwire_api.errors
import kickwire_id.errors

from ..refusals import unexpected

if TYPE_CHECKING:
    import httpx

    from ..refusals import Operation

T = TypeVar("T")

_INVALID = (kickwire_api.errors.InvalidData, kickwire_id.errors.InvalidData)


def parsed(
    operation: Operation, response: httpx.Response, parse: Callable[[httpx.Response], T]
) -> T:
    """The value of a success.

    Raises:
        UnexpectedAnswer: the answer is not what the document says.
    """
    try:
        return parse(response)
    except _INVALID as error:
        pointer, reason = error.pointer, error.reason
    # Outside of the handler: the first error's frames hold what was read.
    raise unexpected(operation, response, pointer, reason)


__all__ = ["parsed"]
