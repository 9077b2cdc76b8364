"""What the headers of an answer say beside its body, whatever a server has sent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime

LONGEST_WAIT = 86_400.0
"""Seconds; what a Retry-After says beyond a day counts as a day."""

LONGEST_ID = 200
"""Characters of a request id; what is longer is none."""

_MINUTE = 60.0

_SECONDS = re.compile(r"[0-9]+")

_REQUEST_IDS = ("X-Request-Id", "CF-Ray")
"""What the server calls the request, then what the edge in front of it does."""


def request_id(headers: Mapping[str, str]) -> str:
    """What to name to Kick when asking about one request; "" if nothing usable was given.

    What is too long is not cut: half of a secret in it would no longer be known for one.
    """
    given = next(filter(None, (headers.get(name, "").strip() for name in _REQUEST_IDS)), "")
    return given if given.isprintable() and len(given) <= LONGEST_ID else ""


def retry_after(headers: Mapping[str, str], now: float | None = None) -> float | None:
    """Seconds to wait, from Retry-After in either form (RFC 9110 section 10.2.3).

    Args:
        headers: of the answer. A date counts from the answer's own Date, so that two clocks that
            disagree do not matter.
        now: Unix seconds, for an answer without Date.

    Returns:
        From 0 to a day; None where the header is absent or says nothing.
    """
    text = headers.get("Retry-After", "").strip()
    if _SECONDS.fullmatch(text):
        return min(float(text), LONGEST_WAIT)  # a float has no largest number of digits
    until, since = _unix(text), answered_at(headers, now)
    if until is None or since is None:
        return None
    return min(max(0.0, until - since), LONGEST_WAIT)


def next_minute(headers: Mapping[str, str], now: float | None = None) -> float | None:
    """Seconds to the next whole minute by the answer's Date, at which a fixed window begins anew.

    At most 60, or None without Date and `now` (ledger ``ratelimit_retry_after``).
    """
    at = answered_at(headers, now)
    return None if at is None else _MINUTE - at % _MINUTE


def answered_at(headers: Mapping[str, str], now: float | None = None) -> float | None:
    """Unix seconds of the answer's Date; `now` without a readable one."""
    date = _unix(headers.get("Date", "").strip())
    return now if date is None else date


def _unix(text: str) -> float | None:
    """Unix seconds of an HTTP date (RFC 9110 section 5.6.7); None for anything else."""
    try:
        date = parsedate_to_datetime(text)
        return date.replace(tzinfo=date.tzinfo or UTC).timestamp()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


__all__ = ["LONGEST_ID", "LONGEST_WAIT", "answered_at", "next_minute", "request_id", "retry_after"]
