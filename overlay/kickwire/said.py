"""What an answer that is no success says, or none at all, before anybody decides what it means."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from .errors import Refused, UnexpectedAnswer

LOOK_FIRST = ", but look first whether Kick has done it"
"""Advice beside "try again" where a server may have acted, and twice is not as good as once."""

_UNTRUSTED = "CERTIFICATE_VERIFY_FAILED"
_TRUST = "check the address, or trust its authority with Connection(ca_bundle=...)"

_STATUS = re.compile(r"[0-9]{3}\b")
"""The beginning of what a proxy says instead of opening a tunnel."""


@dataclass(frozen=True, slots=True)
class Said:
    """The parts of an error text, and what errors carry beside it.

    Attributes:
        called: the operation.
        status: the HTTP status.
        reason: Kick's words, made fit for a text.
        reason_code: the code or OAuth error beside them.
        request_id: by which Kick or its edge knows the request.
        retry_after: seconds after which to try again.
        attempts: how often the request was sent.
    """

    called: str
    status: int
    reason: str
    reason_code: str
    request_id: str
    retry_after: float | None
    attempts: int

    def as_error(self, kind: type[Refused], advice: str) -> Refused:
        """One of our errors: what happened, what to do, and by which name Kick knows it."""
        return kind(
            f"{self.told}{advice}{self._traced}",
            self.called,
            self.status,
            self.reason,
            self.reason_code,
            self.request_id,
            self.retry_after,
        )

    def as_unexpected(self, advice: str) -> UnexpectedAnswer:
        """The error for a status that no document has."""
        told = f"{self.told}{advice}{self._traced}"
        return UnexpectedAnswer(told, self.called, "", self.request_id)

    @property
    def told(self) -> str:
        """The beginning of every text."""
        reason = f" ({self.reason})" if self.reason else ""
        return f"Kick answered {self.status}{reason}{after(self.attempts)}"

    @property
    def when(self) -> str:
        """When to try again."""
        if self.retry_after is None:
            return "try again later"
        return f"try again in {math.ceil(self.retry_after)} s"

    @property
    def _traced(self) -> str:
        return f" [request {self.request_id}]" if self.request_id else ""


def unanswered(place: str, cause: str, words: str) -> str:
    """What is told of a request without a whole answer: what failed, and what to check.

    Args:
        place: the origin.
        cause: the name of the transport's error.
        words: its text.
    """
    if cause == "ProxyError":
        status = _STATUS.match(words)  # what follows is the proxy's, be it our own password
        why = f"{cause}: {status[0]}" if status else cause
        return (
            f"the proxy opens no way to {place} ({why}); check its address, user and password, "
            "or try again later"
        )
    # These words are the system's. Others quote what the server sent, be it our own token.
    told = words and (cause == "ConnectError" or cause.endswith("Timeout"))
    why = f"{cause}: {words}" if told else cause
    advice = _TRUST if _UNTRUSTED in words else "check the address, or try again later"
    return f"no whole answer from {place} ({why}); {advice}"


def after(attempts: int) -> str:
    """How often something was tried, where it was more than once."""
    return f" after {attempts} attempts" if attempts > 1 else ""


__all__ = ["LOOK_FIRST", "Said", "after", "unanswered"]
