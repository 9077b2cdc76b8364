"""What can go wrong, grouped by who must act.

    KickError
    ├── FixTheCall              you: the same call will fail again until something is changed
    │   ├── ConfigurationError  a setting cannot be used
    │   ├── BadRequest          Kick refused the request (400 and every 4xx not named below)
    │   ├── Forbidden           this account or app may not do that (403)
    │   └── NotFound            what the call names does not exist (404)
    ├── AskTheUser              the person who gave the token
    │   └── Unauthorized        the token is not accepted, or lacks a scope: Kick says 401 for both
    ├── Wait                    nobody: the same call may pass later
    │   ├── RateLimited         too many calls (429)
    │   ├── ServerFault         Kick or its edge failed (5xx)
    │   └── Unreachable         no answer at all: connection, TLS, timeout
    └── ReportToKick            Kick, or us: the answer is not what the document says
        └── UnexpectedAnswer

Whatever came with an error status is a `Refused` as well: status, Kick's reason, its code for ads.
Texts say what happened, where, and what to do next. No token, code, secret or header is part of
an exception.
"""

from __future__ import annotations

from typing import ClassVar


class KickError(Exception):
    """Base of everything kickwire raises on purpose.

    Attributes:
        code: stable name of the kind of error, for programs.
        operation: the call, as in the facade (``channels.get``); empty outside of a call.
    """

    code: ClassVar[str] = "kick_error"

    def __init__(self, text: str, operation: str = "") -> None:
        super().__init__(text, operation)
        self.text = text
        self.operation = operation

    def __str__(self) -> str:
        return f"{self.operation}: {self.text}" if self.operation else self.text


class FixTheCall(KickError):
    """The call, the app or a setting has to change; repeating it does not help."""

    code = "fix_the_call"


class ConfigurationError(FixTheCall):
    """A setting cannot be used; nothing was sent."""

    code = "configuration"


class AskTheUser(KickError):
    """The person who granted the access has to grant it anew or grant more."""

    code = "ask_the_user"


class Wait(KickError):
    """The same call may pass later."""

    code = "wait"


class ReportToKick(KickError):
    """The answer is not what the document says: worth a report, with the pointer."""

    code = "report_to_kick"


class Unreachable(Wait):
    """There was no answer: the connection, TLS or a timeout failed.

    Attributes:
        cause: the name of the transport's error, e.g. ``ConnectTimeout``.
    """

    code = "unreachable"

    def __init__(self, text: str, operation: str = "", cause: str = "") -> None:
        super().__init__(text, operation)
        self.args = (text, operation, cause)
        self.cause = cause


class UnexpectedAnswer(ReportToKick):
    """An answer that no document has: its status, its encoding, its JSON or its next cursor.

    Attributes:
        pointer: JSON pointer (RFC 6901) of the first place that does not fit; empty for the whole.
    """

    code = "unexpected_answer"

    def __init__(self, text: str, operation: str = "", pointer: str = "") -> None:
        super().__init__(text, operation)
        self.args = (text, operation, pointer)
        self.pointer = pointer


class Refused(KickError):
    """Kick answered with an error status. Each of its kinds is also in one of the four groups.

    Attributes:
        status: the HTTP status.
        reason: Kick's own words, 500 characters at most: the string in ``data``, else ``message``;
            empty if it gave none.
        reason_code: the machine-readable ``code`` that the ads operations add; empty elsewhere.
    """

    code = "refused"

    def __init__(
        self,
        text: str,
        operation: str = "",
        status: int = 0,
        reason: str = "",
        reason_code: str = "",
    ) -> None:
        super().__init__(text, operation)
        self.args = (text, operation, status, reason, reason_code)
        self.status = status
        self.reason = reason
        self.reason_code = reason_code


class BadRequest(Refused, FixTheCall):
    """Kick refused the request as it is (400, 409 and every other 4xx without a class)."""

    code = "bad_request"


class Forbidden(Refused, FixTheCall):
    """This account or app may not do that (403); Kick's edge says 403 as well."""

    code = "forbidden"


class NotFound(Refused, FixTheCall):
    """What the call names does not exist (404)."""

    code = "not_found"


class Unauthorized(Refused, AskTheUser):
    """The token is not accepted (401).

    Kick says 401 for an expired or revoked token, for a missing scope and for what the account may
    not do (ledger ``api_401_overloaded``).
    """

    code = "unauthorized"


class RateLimited(Refused, Wait):
    """Too many calls (429). Kick publishes no limits (ledger ``ratelimit_unpublished``)."""

    code = "rate_limited"


class ServerFault(Refused, Wait):
    """Kick, or the edge in front of it, failed (5xx, also 520 to 527)."""

    code = "server_fault"


__all__ = [
    "AskTheUser",
    "BadRequest",
    "ConfigurationError",
    "FixTheCall",
    "Forbidden",
    "KickError",
    "NotFound",
    "RateLimited",
    "Refused",
    "ReportToKick",
    "ServerFault",
    "Unauthorized",
    "UnexpectedAnswer",
    "Unreachable",
    "Wait",
]
