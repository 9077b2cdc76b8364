"""What an answer that is no success, or no answer at all, means: one of our errors."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import parse_qsl

import httpx

from .errors import (
    AppRefused,
    BadRequest,
    FixTheCall,
    Forbidden,
    GrantLost,
    KickError,
    LoginFailed,
    NotFound,
    RateLimited,
    ServerFault,
    Unauthorized,
    Undecided,
    UnexpectedAnswer,
    Unreachable,
)

if TYPE_CHECKING:
    import kickwire_api.operations
    import kickwire_id.operations

    Operation = kickwire_api.operations.Operation | kickwire_id.operations.Operation

HTML = "an HTML page, from an edge, a proxy or a wrong host"
"""What is told instead of the words of an answer that is no API answer at all."""

VERDICT = "kickwire_verdict"
"""Extension of a 401 answer: what `kickwire.auth` found out about the token, one of these."""

ACTIVE = "active"
INACTIVE = "inactive"
UNDECIDED = "undecided"

_PASSING = (408, 425)
"""4xx that say "try again" (RFC 9110 section 15.5.9, RFC 8470)."""

_BEFORE_ANY_ANSWER = (httpx.ConnectError, httpx.TimeoutException)
"""Errors whose words are the system's. Others quote what the server sent, be it our own token."""

_OF_THE_APP = ("invalid_client", "unauthorized_client")

_SECRET_QUERY = "kickwire_secret_query"  # noqa: S105  # the name of an extension
"""Extension of a request: the query pairs that `kickwire_id.transport` adds below the log."""

MOST_OF_A_REASON = 500
"""Characters of Kick's words that an error carries."""


def label(operation: Operation) -> str:
    """What an operation is called in errors: its facade name, on the id host its request line."""
    return operation.name or f"{operation.method} {operation.path}"


def refusal(operation: Operation, response: httpx.Response) -> KickError:
    """The error for an answer that is not 2xx: who must act, in Kick's own words."""
    status = response.status_code
    reason, reason_code = _reason(operation, response)
    told = _told(status, reason)
    details = (label(operation), status, reason, reason_code)
    if status == 401:
        return _unauthorized(operation, response, told, details)
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
        f"{told}, which no answer of this call has; is the base URL right?", label(operation)
    )


def token_refusal(operation: Operation, response: httpx.Response) -> KickError:
    """The error for a token answer that is not 2xx.

    Decided by ``error``, not by the status (ledger ``invalid_grant_is_401``). Only
    ``invalid_grant`` says anything about the grant; without an OAuth error the answer is none of
    the token server's and everything may be as before (ledger ``token_edge_challenge``).
    """
    status = response.status_code
    error, description = _oauth_error(response)
    grant_type = _form(response.request).get("grant_type")
    reason = _bearable(operation, description or error, response)
    told = _told(status, reason)
    details = (label(operation), status, reason, _bearable(operation, error, response))
    if status == 429:
        return RateLimited(f"{told}; ask for tokens less often", *details)
    if error == "invalid_grant" and grant_type in _GRANT_REFUSALS:
        kind, advice = _GRANT_REFUSALS[grant_type]
        return kind(f"{told}: {advice}", label(operation))
    # An app that mints has no grant but its own id and secret.
    if error in _OF_THE_APP or error == "invalid_grant":
        return AppRefused(f"{told}; check client_id and client_secret", *details)
    if 400 <= status < 500 and status not in _PASSING and error and status not in (401, 403):
        return BadRequest(f"{told}; the request has to change", *details)
    if 400 <= status < 600:
        is_login = grant_type == "authorization_code"
        hint = "; a foreign redirect_uri looks like this too" if is_login else ""
        return ServerFault(
            f"{told}; this proves nothing about the grant, try again later{hint}", *details
        )
    return UnexpectedAnswer(
        f"{told}, which no answer of this call has; is id_url right?", label(operation)
    )


_GRANT_REFUSALS: dict[str, tuple[type[KickError], str]] = {
    "authorization_code": (
        LoginFailed,
        (
            "the code was used before, is too old, or does not fit the redirect URI or the "
            "verifier; start another login"
        ),
    ),
    "refresh_token": (
        GrantLost,
        "the refresh token is no longer good; let the user log in again",
    ),
}


def _unauthorized(
    operation: Operation,
    response: httpx.Response,
    told: str,
    details: tuple[str, int, str, str],
) -> KickError:
    verdict = response.extensions.get(VERDICT)
    if verdict == ACTIVE:
        return Forbidden(
            f"{told}, although the token is active: {_needs(operation)}, and the account must be "
            "allowed to do it",
            *details,
        )
    if verdict == UNDECIDED:
        return Undecided(
            f"{told}, and it is not clear whether the token is at fault; nothing "
            "was renewed, try again later",
            *details,
        )
    lacks = "the token has expired, was revoked, or lacks a scope"
    return Unauthorized(f"{told}; {lacks}: {_needs(operation)}", *details)


def _told(status: int, reason: str) -> str:
    return f"Kick answered {status}" + (f" ({reason})" if reason else "")


def _reason(operation: Operation, response: httpx.Response) -> tuple[str, str]:
    """Kick's own words and, for ads, its code; both empty when the body is no envelope."""
    if is_html(response):
        return HTML, ""
    envelope = json_object(response) or {}
    words = [envelope.get(name) for name in ("data", "message", "error")]
    reason = next((word for word in words if isinstance(word, str) and word), "")
    code = envelope.get("code")
    return _bearable(operation, reason, response), code if isinstance(code, str) else ""


def _oauth_error(response: httpx.Response) -> tuple[str, str]:
    """``error`` and ``error_description`` (RFC 6749 section 5.2) as they came; "" for none."""
    if is_html(response):
        return "", HTML
    answer = json_object(response) or {}
    words = [answer.get(name) for name in ("error", "error_description")]
    error, description = (word if isinstance(word, str) else "" for word in words)
    return error, description


def json_object(response: httpx.Response) -> dict[str, Any] | None:
    """The JSON object of an answer; None if it is none."""
    try:
        body = json.loads(response.content)
    except (ValueError, RecursionError):
        return None
    return cast("dict[str, Any]", body) if isinstance(body, dict) else None


def is_html(response: httpx.Response) -> bool:
    """Whether an answer is a page for people."""
    kind: str = response.headers.get("Content-Type", "")
    return kind.lower().startswith("text/html")


def _bearable(operation: Operation, words: str, response: httpx.Response) -> str:
    """A server's words for an error text: secrets masked, printable, not too long."""
    secrets = _secrets(operation, response.request)
    if secrets:
        words = re.sub("|".join(map(_spellings, secrets)), "[secret]", words)
    return "".join(char if char.isprintable() else " " for char in words)[:MOST_OF_A_REASON]


def _secrets(operation: Operation, request: httpx.Request) -> list[str]:
    """What the request carried and nobody may read: the token, secret fields and parameters."""
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    fields = _form(request) | dict(request.extensions.get(_SECRET_QUERY, ()))
    found = [token, *(fields.get(name, "") for name in operation.secret_fields)]
    return sorted(filter(None, found), key=len, reverse=True)


def _spellings(secret: str) -> str:
    """A pattern for a secret as it is, and percent-encoded in whole, in part or repeatedly."""
    return "".join(f"(?:{re.escape(char)}|{_percent_encoded(char)})" for char in secret)


def _percent_encoded(char: str) -> str:
    encoded = "".join(f"%(?:25)*{octet:02x}" for octet in char.encode("utf-8", "replace"))
    return f"(?i:{encoded})" + (r"|\+" if char == " " else "")


def _form(request: httpx.Request) -> dict[str, str]:
    if not request.headers.get("Content-Type", "").startswith("application/x-www-form-urlencoded"):
        return {}
    return dict(parse_qsl(request.content.decode("latin-1")))


def _needs(operation: Operation) -> str:
    article = {"app": "an app", "user": "a user"}
    ways = [
        f"{article[way.token]} token" + (f" with {' and '.join(way.scopes)}" if way.scopes else "")
        for way in operation.tokens
    ]
    return f"this call takes {' or '.join(ways)}" if ways else "this call takes no token"


def no_answer(operation_label: str, error: httpx.RequestError) -> KickError:
    """The error for a request without a whole answer; httpx's own would hold the token."""
    cause = type(error).__name__
    if isinstance(error, httpx.UnsupportedProtocol | httpx.LocalProtocolError):
        return FixTheCall(f"this cannot be sent ({cause})", operation_label)
    if isinstance(error, httpx.TransportError):
        place = f"{error.request.url.scheme}://{error.request.url.netloc.decode('ascii')}"
        why = f"{cause}: {error}" if isinstance(error, _BEFORE_ANY_ANSWER) and str(error) else cause
        text = f"no whole answer from {place} ({why}); check the address, or try again later"
        return Unreachable(text, operation_label, cause)
    return UnexpectedAnswer(f"the answer cannot be followed ({cause})", operation_label)


def undecodable(operation_label: str) -> KickError:
    """The error for a success whose body is not encoded as its header says."""
    return UnexpectedAnswer("the body is not encoded as its header says", operation_label)


def unexpected(operation: Operation, response: httpx.Response, pointer: str, why: str) -> KickError:
    """The error for a success whose body is not what the document says."""
    if is_html(response):
        return UnexpectedAnswer(f"the answer is {HTML}", label(operation))
    where = pointer or "the whole answer"
    return UnexpectedAnswer(
        f"the answer is not what Kick documents; {where}: {why}", label(operation), pointer
    )


__all__ = [
    "ACTIVE",
    "HTML",
    "INACTIVE",
    "MOST_OF_A_REASON",
    "UNDECIDED",
    "VERDICT",
    "is_html",
    "json_object",
    "label",
    "no_answer",
    "refusal",
    "token_refusal",
    "undecodable",
    "unexpected",
]
