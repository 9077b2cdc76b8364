"""What every step of the demo is made of."""

from __future__ import annotations

from collections.abc import Callable

from kickwire import errors


class NotAsToldError(Exception):
    """A step of the story did not come true. The text is one line."""


def expect(true: bool, otherwise: str) -> None:
    """Go on, or end the story."""
    if not true:
        raise NotAsToldError(otherwise)


def failure_of(call: Callable[[], object]) -> errors.KickError | None:
    """The error that a call ends with; None if it passes."""
    try:
        call()
    except errors.KickError as error:
        return error
    return None
