"""How often a failed request is sent again, as a value."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import cast

from .errors import ConfigurationError

MOST_TIMES = 100
"""More would be a loop, not patience."""


@dataclass(frozen=True, slots=True)
class Retries:
    """How patient calls are.

    A request that no server has seen (no connection) and one that came too early (429) are sent
    again, whatever they do; after a 5xx or a broken connection only what may be sent twice: GET,
    DELETE, and what Kick's document marks as idempotent. Nothing that has to do with tokens is
    ever sent again.

    Args:
        times: how often one request is sent again at most, 100 at most; 0 switches retries off.
        total_wait: seconds that one call waits at most, all its waits together. If Kick asks for
            more than what is left, the error comes at once and says when to try again.

    Raises:
        ConfigurationError: one of them cannot be used.
    """

    times: int = 2
    total_wait: float = 30.0

    def __post_init__(self) -> None:
        times, wait = cast("object", self.times), cast("object", self.total_wait)
        if not isinstance(times, int) or isinstance(times, bool) or not 0 <= times <= MOST_TIMES:
            raise ConfigurationError(
                f"times: a whole number from 0 to {MOST_TIMES} is expected, not {times!r}"
            )
        if not isinstance(wait, int | float) or isinstance(wait, bool) or not 0 <= wait < math.inf:
            raise ConfigurationError(f"total_wait: seconds are expected, not {wait!r}")


def checked_retries(retries: object) -> Retries:
    """How patient calls are, as given to a client; None means ``Retries()``.

    Raises:
        ConfigurationError: it is something else, such as a number.
    """
    if retries is None:
        return Retries()
    if not isinstance(retries, Retries):
        raise ConfigurationError("retries: a Retries is expected, as in Retries(times=3)")
    return retries


__all__ = ["MOST_TIMES", "Retries", "checked_retries"]
