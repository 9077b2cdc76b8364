"""What an answer that is no success, or no answer at all, means: one of our errors."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

import httpx

from .errors import (
    BadRequest,
    FixTheCall,
    Forbidden,
    KickError,
    NotFound,
    RateLimited,
    ServerFault,
    Unauthorized,
    UnexpectedAnswer,
    Unreachable,
)

if TYPE_CHECKING:
    from kickwire_api.operations import Operation

HTML = "an HTML page, from an edge, a proxy or a wrong host"
"""What is told instead of the words of an answer that is no API answer at all."""

_PASSING = (408, 425)
"""4xx that say "try again" (RFC 9110 section 15.5.9, RFC 8470)."""

_BEFORE_ANY_ANSWER = (httpx.ConnectError, httpx.TimeoutException)
"""Errors whose words are the system's. Others quote what the server sent, be it our own token."""

MOST_OF_A_REASON = 500
"""Characters of Kick's words that an error carries."""


def refusal(operation: Operation, response: httpx.Response) -> KickError:
    """The error for an answer that is not 2xx: who must act, in Kick's own words."""
    status = response.status_code
    reason, reason_code = _reason(response)
    told = f"Kick answered {status}" + (f" ({reason})" if reason else "")
    details = (operation.name, status, reason, reason_code)
    if status == 401:
        return Unauthorized(f"{told}; {_needs(operation)}", *details)
    if status == 403:
        return Forbidden(f"{told}; this account or app may not do that", *details)
    if status == 404:
        return NotFound(f"{told}; check the ids", *details)
    if status == 429:
        return RateLimited(f"{told}; call less often", *details)
    if 500 <= status < 600 or status in _PASSING:
        return ServerFault(f"{told}; try again later", *details)
    if 400 <= status < 500:
        return BadRequest(f"{told}; the arguments have to change", *details)
    return UnexpectedAnswer(
        f"{told}, which no answer of this call has; is api_url right?", operation.name
    )


def _reason(response: httpx.Response) -> tuple[str, str]:
    """Kick's own words and, for ads, its code; both empty when the body is no envelope."""
    if is_html(response):
        return HTML, ""
    try:
        body = json.loads(response.content)
    except (ValueError, RecursionError):
        return "", ""
    if not isinstance(body, dict):
        return "", ""
    envelope = cast("dict[str, Any]", body)
    words = [envelope.get(name) for name in ("data", "message", "error")]
    reason = next((word for word in words if isinstance(word, str) and word), "")
    code = envelope.get("code")
    return _bearable(reason, response), code if isinstance(code, str) else ""


def is_html(response: httpx.Response) -> bool:
    """Whether an answer is a page for people."""
    kind: str = response.headers.get("Content-Type", "")
    return kind.lower().startswith("text/html")


def _bearable(words: str, response: httpx.Response) -> str:
    """A server's words for an error text: the token masked, printable, not too long."""
    token = response.request.headers.get("Authorization", "").removeprefix("Bearer ")
    masked = words.replace(token, "[token]") if token else words
    return "".join(char if char.isprintable() else " " for char in masked)[:MOST_OF_A_REASON]


def _needs(operation: Operation) -> str:
    article = {"app": "an app", "user": "a user"}
    ways = [
        f"{article[way.token]} token" + (f" with {' and '.join(way.scopes)}" if way.scopes else "")
        for way in operation.tokens
    ]
    need = f"this call takes {' or '.join(ways)}" if ways else "this call takes no token"
    return f"the token has expired, was revoked, or lacks a scope: {need}"


def no_answer(operation: Operation, error: httpx.RequestError) -> KickError:
    """The error for a request without a whole answer; httpx's own would hold the token."""
    cause = type(error).__name__
    if isinstance(error, httpx.UnsupportedProtocol | httpx.LocalProtocolError):
        return FixTheCall(f"this cannot be sent ({cause})", operation.name)
    if isinstance(error, httpx.TransportError):
        place = f"{error.request.url.scheme}://{error.request.url.netloc.decode('ascii')}"
        why = f"{cause}: {error}" if isinstance(error, _BEFORE_ANY_ANSWER) and str(error) else cause
        text = f"no whole answer from {place} ({why}); check the address, or try again later"
        return Unreachable(text, operation.name, cause)
    return UnexpectedAnswer(f"the answer cannot be followed ({cause})", operation.name)


def undecoded(operation: Operation, response: httpx.Response) -> KickError:
    """An answer whose body is not encoded as its header says: its status still tells something."""
    if response.is_success:
        return UnexpectedAnswer("the body is not encoded as its header says", operation.name)
    return refusal(operation, httpx.Response(response.status_code, request=response.request))


__all__ = ["HTML", "MOST_OF_A_REASON", "is_html", "no_answer", "refusal", "undecoded"]
