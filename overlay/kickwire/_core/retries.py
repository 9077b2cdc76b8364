"""Whether a failed request is sent again, and after how long: decided over our own errors."""

from __future__ import annotations

from ..errors import KickError, RateLimited, Refused, Unreachable
from ..retrying import Retries

NEVER_SENT = ("ConnectError", "ConnectTimeout", "PoolTimeout")
"""Causes of `Unreachable` that say that no server has seen the request."""

NEVER_ARRIVED = (*NEVER_SENT, "ProxyError")
"""Those that say that Kick has not. A proxy that opens no tunnel has seen no request either, but it
may well refuse the next one too."""

SAFE_METHODS = ("GET", "HEAD", "DELETE")

FIRST_PAUSE = 0.5
"""Seconds at most before the second attempt; each further pause is twice as long..."""

MOST_DOUBLINGS = 10
"""...so often."""

JITTER = 1.0
"""Seconds at most by which we come later than Kick asks, so that not everybody comes at once."""

_NOT_IMPLEMENTED = 501


def twice_is_once(method: str, idempotent: bool) -> bool:
    """Whether a request may happen twice, by its method or by what the document says."""
    return idempotent or method in SAFE_METHODS


def may_repeat(method: str, idempotent: bool, failure: KickError) -> bool:
    """Whether a request that failed so may be sent again.

    Args:
        method: the HTTP method.
        idempotent: whether the document says that twice is as good as once.
        failure: what came of it.
    """
    if isinstance(failure, RateLimited):
        # With a code alone it is a rule of the operation, which no wait of ours outlasts.
        return not failure.reason_code or failure.retry_after is not None
    harmless = twice_is_once(method, idempotent)
    if isinstance(failure, Unreachable):
        return harmless or failure.cause in NEVER_SENT
    if isinstance(failure, Refused):
        return harmless and 500 <= failure.status < 600 and failure.status != _NOT_IMPLEMENTED
    return False


def pause(
    retries: Retries, failure: KickError, attempts: int, left: float, chance: float
) -> float | None:
    """Seconds to wait before a request is sent again that `may_repeat`; None to give up.

    Args:
        retries: how patient the call is.
        failure: what came of the last attempt.
        attempts: how often the request was sent.
        left: seconds that the call may still wait.
        chance: from 0 to 1, for the jitter.
    """
    if attempts > retries.times:
        return None
    asked = failure.retry_after if isinstance(failure, Refused) else None
    backoff = FIRST_PAUSE * 2 ** min(attempts - 1, MOST_DOUBLINGS)
    least, jitter = (backoff / 2, backoff / 2) if asked is None else (asked, JITTER)
    return None if least > left else min(least + jitter * chance, left)


__all__ = [
    "FIRST_PAUSE",
    "JITTER",
    "MOST_DOUBLINGS",
    "NEVER_ARRIVED",
    "NEVER_SENT",
    "may_repeat",
    "pause",
    "twice_is_once",
]
