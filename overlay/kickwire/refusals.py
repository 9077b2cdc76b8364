"""What an answer that is no success, or no answer at all, means: one of our errors."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import parse_qsl

import httpx

from . import headers, masking
from .access import lacking, lacks, needs
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
from .said import LOOK_FIRST, Said, unanswered

if TYPE_CHECKING:
    import kickwire_api.operations
    import kickwire_id.operations

    Operation = kickwire_api.operations.Operation | kickwire_id.operations.Operation

HTML = "an HTML page, from an edge, a proxy or a wrong host"
"""What is told instead of the words of an answer that is no API answer at all."""

VERDICT = "kickwire_verdict"
"""Extension of a 401 answer: what `kickwire.auth` found out about the token, one of these."""

GRANTED = "kickwire_granted"
"""Extension of a 401 answer: the scopes that introspection found the token to have."""

OPERATION = "kickwire_operation"
"""Extension of a request: the operation that it is for, which `kickwire.auth` compares with what
the token may do."""

ACTIVE = "active"
INACTIVE = "inactive"
UNDECIDED = "undecided"

_PASSING = (408, 425)
"""4xx that say "try again" (RFC 9110 section 15.5.9, RFC 8470)."""

_OF_THE_APP = ("invalid_client", "unauthorized_client")

_SECRET_QUERY = "kickwire_secret_query"  # noqa: S105  # the name of an extension
"""Extension of a request: the query pairs that `kickwire_id.transport` adds below the log."""


def label(operation: Operation) -> str:
    """What an operation is called in errors: its facade name, on the id host its request line."""
    return operation.name or f"{operation.method} {operation.path}"


def refusal(
    operation: Operation,
    response: httpx.Response,
    *,
    now: float | None = None,
    attempts: int = 1,
    once: bool = False,
) -> KickError:
    """The error for an answer that is not 2xx: who must act, in Kick's own words.

    Args:
        operation: what was called.
        response: the answer.
        now: Unix seconds, for answers without Date.
        attempts: how often the request was sent.
        once: whether it must not happen twice.
    """
    status = response.status_code
    reason, reason_code = _reason(operation, response)
    said = _said(operation, response, reason, reason_code, now, attempts)
    if status == 401:
        return _unauthorized(operation, response, said)
    foreign = reason == HTML
    if status == 403:
        who = "this is not about the account" if foreign else "this account or app may not do that"
        return said.as_error(Forbidden, f"; {who}")
    if status == 404:
        return said.as_error(NotFound, f"; check the {'base URL' if foreign else 'ids'}")
    if status == 429:
        return said.as_error(RateLimited, f"; call less often, {said.when}")
    if 500 <= status < 600:
        return said.as_error(ServerFault, f"; {said.when}{LOOK_FIRST if once else ''}")
    if status in _PASSING:
        return said.as_error(ServerFault, f"; {said.when}")
    if 400 <= status < 500:
        return said.as_error(BadRequest, "; the arguments have to change")
    return said.as_unexpected(", which no answer of this call has; is the base URL right?")


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
    said = _said(operation, response, reason, _bearable(operation, error, response))
    if status == 429:
        return said.as_error(RateLimited, f"; ask for tokens less often, {said.when}")
    if error == "invalid_grant" and grant_type in _GRANT_REFUSALS:
        kind, advice = _GRANT_REFUSALS[grant_type]
        return kind(f"{said.told}: {advice}", said.called)
    # An app that mints has no grant but its own id and secret.
    if error in _OF_THE_APP or error == "invalid_grant":
        return said.as_error(AppRefused, "; check client_id and client_secret")
    if 400 <= status < 500 and status not in _PASSING and error and status not in (401, 403):
        return said.as_error(BadRequest, "; the request has to change")
    if 400 <= status < 600:
        is_login = grant_type == "authorization_code"
        hint = "; a foreign redirect_uri looks like this too" if is_login else ""
        return said.as_error(
            ServerFault, f"; this proves nothing about the grant, {said.when}{hint}"
        )
    return said.as_unexpected(", which no answer of this call has; is id_url right?")


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


def _unauthorized(operation: Operation, response: httpx.Response, said: Said) -> KickError:
    verdict = response.extensions.get(VERDICT)
    if verdict == ACTIVE:
        allowed = f", although the token is active: {needs(operation)}"
        granted: tuple[str, ...] = response.extensions.get(GRANTED, ())
        missing = lacking(operation, "user", granted) if granted else ()
        if missing:
            return said.as_error(Forbidden, f"{allowed}, and {lacks(missing, granted)}")
        return said.as_error(Forbidden, f"{allowed}, and the account must be allowed to do it")
    if verdict == UNDECIDED:
        return said.as_error(
            Undecided,
            ", and it is not clear whether the token is at fault; nothing was renewed, try again "
            "later",
        )
    doubt = "the token has expired, was revoked, or lacks a scope"
    return said.as_error(Unauthorized, f"; {doubt}: {needs(operation)}")


def _said(
    operation: Operation,
    response: httpx.Response,
    reason: str,
    reason_code: str,
    now: float | None = None,
    attempts: int = 1,
) -> Said:
    given = response.headers
    wait = headers.retry_after(given, now)
    if wait is None and response.status_code == 429 and not reason_code:
        wait = headers.next_minute(given, now)
    called = _bearable(operation, headers.request_id(given), response)
    return Said(label(operation), response.status_code, reason, reason_code, called, wait, attempts)


def _reason(operation: Operation, response: httpx.Response) -> tuple[str, str]:
    """Kick's own words and, for ads, its code; both empty when the body is no envelope."""
    if is_html(response):
        return HTML, ""
    envelope = json_object(response) or {}
    words = [envelope.get(name) for name in ("data", "message", "error")]
    reason = next((word for word in words if isinstance(word, str) and word), "")
    code = envelope.get("code")
    told = code if isinstance(code, str) else ""
    return _bearable(operation, reason, response), _bearable(operation, told, response)


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
    """A server's words for an error text; what the request carried in secret is masked."""
    return masking.bearable(words, _secrets(operation, response.request))


def _secrets(operation: Operation, request: httpx.Request) -> list[str]:
    """What the request carried and nobody may read: the token, secret fields and parameters."""
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    fields = _form(request) | dict(request.extensions.get(_SECRET_QUERY, ()))
    return [*filter(None, (token, *(fields.get(name, "") for name in operation.secret_fields)))]


def _form(request: httpx.Request) -> dict[str, str]:
    if not request.headers.get("Content-Type", "").startswith("application/x-www-form-urlencoded"):
        return {}
    return dict(parse_qsl(request.content.decode("latin-1")))


def no_answer(operation_label: str, error: httpx.RequestError) -> KickError:
    """The error for a request without a whole answer; httpx's own would hold the token."""
    cause = type(error).__name__
    if isinstance(error, httpx.UnsupportedProtocol | httpx.LocalProtocolError):
        return FixTheCall(f"this cannot be sent ({cause})", operation_label)
    if isinstance(error, httpx.TransportError):
        place = f"{error.request.url.scheme}://{error.request.url.netloc.decode('ascii')}"
        return Unreachable(unanswered(place, cause, str(error)), operation_label, cause)
    return UnexpectedAnswer(f"the answer cannot be followed ({cause})", operation_label)


def undecodable(operation_label: str) -> KickError:
    """The error for a success whose body is not encoded as its header says."""
    return UnexpectedAnswer("the body is not encoded as its header says", operation_label)


def unexpected(operation: Operation, response: httpx.Response, pointer: str, why: str) -> KickError:
    """The error for a success whose body is not what the document says."""
    told = f"the answer is not what Kick documents; {pointer or 'the whole answer'}: {why}"
    if is_html(response):
        told, pointer = f"the answer is {HTML}", ""
    said = _said(operation, response, "", "")
    return UnexpectedAnswer(told, said.called, pointer, said.request_id)


__all__ = [
    "ACTIVE",
    "GRANTED",
    "HTML",
    "INACTIVE",
    "OPERATION",
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
