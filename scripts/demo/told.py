"""What every step of the demo is made of."""

from __future__ import annotations

from collections.abc import Callable

from kickwire import errors

from conformance.suite.threads import in_threads


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


def from_threads(number: int, call: Callable[[], object]) -> None:
    """Call in so many threads that begin together. Raises the first error that any of them met."""
    for outcome in in_threads([call] * number):
        if isinstance(outcome, BaseException):
            raise outcome
