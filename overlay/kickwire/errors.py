"""What can go wrong, grouped by who must act.

    KickError
    ├── FixTheCall              you: the same call will fail again until something is changed
    │   ├── ConfigurationError  a setting cannot be used
    │   ├── StoreError          the token store cannot be read or written
    │   ├── WrongToken          the app may not call this as itself, or only the app may; not sent
    │   ├── AppRefused          Kick does not accept the app's id, secret or grant
    │   ├── BadRequest          Kick refused the request (400, and every 4xx without a class)
    │   ├── Forbidden           this account or app may not do that (403)
    │   └── NotFound            what the call names does not exist (404)
    ├── AskTheUser              the person who gave the token, or has to give one
    │   ├── LoginRequired       no login of this account is stored, or it was lost earlier
    │   ├── LoginFailed         this login cannot be finished: start another one
    │   ├── GrantLost           Kick no longer accepts the refresh token; told once per loss
    │   ├── MissingScope        the login lacks a scope that the call takes; not sent
    │   └── Unauthorized        the token is not accepted, or lacks a scope: Kick says 401 for both
    ├── Wait                    nobody: the same call may pass later
    │   ├── RateLimited         too many calls (429)
    │   ├── ServerFault         Kick or its edge failed (5xx), or asks for another try (408, 425)
    │   ├── Undecided           Kick says 401, and nobody can tell whether the token is still good
    │   ├── StoreBusy           another process holds the lock of this account
    │   ├── LoginUnnamed        the login is stored, but whose it is could not be asked yet
    │   └── Unreachable         no answer at all: connection, TLS, timeout
    └── ReportToKick            Kick, or us: the answer is not what the document says
        └── UnexpectedAnswer

Whatever came with an error status is a `Refused` as well (but for `GrantLost` and `LoginFailed`):
status, Kick's reason, its code, the id of the request, and when to try again. Texts say what
happened, where, and what to do next. No token, code or secret is part of an exception.
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


class StoreError(FixTheCall):
    """The token store cannot be read or written: file, folder, key, disk or content."""

    code = "store"


class WrongToken(FixTheCall):
    """The operation takes another kind of token than the one bound; nothing was sent.

    Nothing switches by itself between the app and a user.
    """

    code = "wrong_token"


class AskTheUser(KickError):
    """The person who granted the access has to grant it anew or grant more."""

    code = "ask_the_user"


class LoginRequired(AskTheUser):
    """No login of this account is stored, or an earlier call was told that it is lost."""

    code = "login_required"


class LoginFailed(AskTheUser):
    """This login cannot be finished. No token was lost; start another login."""

    code = "login_failed"


class GrantLost(AskTheUser):
    """Kick no longer accepts this account's refresh token (``invalid_grant``).

    Told to whoever waited for the refresh that found out. Later calls get `LoginRequired`, without
    asking Kick again.
    """

    code = "grant_lost"


class MissingScope(AskTheUser):
    """The login lacks scopes that the operation takes; nothing was sent.

    Attributes:
        missing: the scopes to ask for, beside those that the login has. Where Kick takes one of
            several, those of the nearest alternative.
    """

    code = "missing_scope"

    def __init__(self, text: str, operation: str = "", missing: tuple[str, ...] = ()) -> None:
        super().__init__(text, operation)
        self.args = (text, operation, missing)
        self.missing = missing


class Wait(KickError):
    """The same call may pass later."""

    code = "wait"


class StoreBusy(Wait):
    """The lock of an account was not to be had in time; another process renews its tokens."""

    code = "store_busy"


class LoginUnnamed(Wait):
    """The login worked and is stored, but Kick could not be asked whose it is.

    Attributes:
        pending: what `Kick.name_login` wants, to ask again or to be told the account's name.
    """

    code = "login_unnamed"

    def __init__(self, text: str, operation: str = "", pending: str = "") -> None:
        super().__init__(text, operation)
        self.args = (text, operation, pending)
        self.pending = pending


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
        request_id: see `Refused`.
    """

    code = "unexpected_answer"

    def __init__(
        self, text: str, operation: str = "", pointer: str = "", request_id: str = ""
    ) -> None:
        super().__init__(text, operation)
        self.args = (text, operation, pointer, request_id)
        self.pointer = pointer
        self.request_id = request_id


class Refused(KickError):
    """Kick answered with an error status. Each of its kinds is also in one of the four groups.

    Attributes:
        status: the HTTP status.
        reason: Kick's own words, 500 characters at most: the string in ``data``, else ``message``;
            empty if it gave none.
        reason_code: the machine-readable ``code`` that the ads operations add, or OAuth's
            ``error``; empty elsewhere.
        request_id: what to name to Kick: its X-Request-Id, or what its edge gave; empty if none.
        retry_after: seconds after which to try again, by Kick's Retry-After; on a 429 without one,
            those to the next whole minute. None where nothing tells.
    """

    code = "refused"

    def __init__(
        self,
        text: str,
        operation: str = "",
        status: int = 0,
        reason: str = "",
        reason_code: str = "",
        request_id: str = "",
        retry_after: float | None = None,
    ) -> None:
        super().__init__(text, operation)
        self.args = (text, operation, status, reason, reason_code, request_id, retry_after)
        self.status = status
        self.reason = reason
        self.reason_code = reason_code
        self.request_id = request_id
        self.retry_after = retry_after


class BadRequest(Refused, FixTheCall):
    """Kick refused the request as it is (400, 409 and every other 4xx without a class)."""

    code = "bad_request"


class AppRefused(Refused, FixTheCall):
    """Kick does not accept the app: its id, its secret, or the grant it asks for."""

    code = "app_refused"


class Forbidden(Refused, FixTheCall):
    """This account or app may not do that: 403, or 401 although the token is active.

    Kick's edge says 403 as well.
    """

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


class Undecided(Refused, Wait):
    """Kick said 401, and it is not clear whether the token is at fault. Nothing was renewed.

    Either introspection gave no verdict, or it calls a token dead that was renewed a moment ago.
    """

    code = "undecided"


class RateLimited(Refused, Wait):
    """Too many calls (429). Kick publishes no limits (ledger ``ratelimit_unpublished``)."""

    code = "rate_limited"


class ServerFault(Refused, Wait):
    """Kick, or the edge in front of it, failed (5xx, also 520 to 527)."""

    code = "server_fault"


__all__ = [
    "AppRefused",
    "AskTheUser",
    "BadRequest",
    "ConfigurationError",
    "FixTheCall",
    "Forbidden",
    "GrantLost",
    "KickError",
    "LoginFailed",
    "LoginRequired",
    "LoginUnnamed",
    "MissingScope",
    "NotFound",
    "RateLimited",
    "Refused",
    "ReportToKick",
    "ServerFault",
    "StoreBusy",
    "StoreError",
    "Unauthorized",
    "Undecided",
    "UnexpectedAnswer",
    "Unreachable",
    "Wait",
    "WrongToken",
]
