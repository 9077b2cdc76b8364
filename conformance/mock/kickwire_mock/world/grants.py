"""What a user allowed an app, and the codes and tokens that came of it.

None of these shows a secret in its `repr`; tokens and codes do not even hold their own value.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from kickwire_mock.values import value_class

REVOKED = "was revoked"
USED_KEPT = 1_000
"""Used refresh tokens that a grant remembers. Ours: they could be kept for thirty days, but a clock
that stands still would let them pile up."""


@dataclass(slots=True, eq=False, kw_only=True)
class Grant:
    """One consent of one user to one app, or an app acting for itself."""

    client_id: str
    user: str | None
    """Name of the user; None if the app acts for itself."""
    scopes: tuple[str, ...]
    """Granted for good: nothing but a new consent gives more (RFC 6749 section 6)."""
    since: float
    """Unix seconds of the consent."""
    ended: str = ""
    """Why everything of it is dead; empty while it lives."""
    issued: int = 0
    """How many access tokens came of it."""
    revoked_up_to: int = 0
    """The access tokens up to this one were revoked together."""
    used_refresh_tokens: tuple[str, ...] = field(default=(), repr=False)
    """Values of used refresh tokens that are still remembered, oldest first. Most grants have
    none, and an empty tuple takes no memory."""

    @property
    def kind(self) -> str:
        """``user`` or ``app``, as introspection says it."""
        return "app" if self.user is None else "user"


@value_class(frozen=True, slots=True, eq=False)
class AccessToken:
    """Opens the API until it expires."""

    grant: Grant
    number: int
    """Counts the access tokens of a grant from 1."""
    expires: float
    serial: int
    """Counts the tokens of a vault from 1."""

    @property
    def ended(self) -> str:
        """Why it ended with others of its grant; empty while it lives."""
        return REVOKED if self.number <= self.grant.revoked_up_to else self.grant.ended


@dataclass(slots=True, eq=False, kw_only=True)
class RefreshToken:
    """Buys the next pair of its grant."""

    grant: Grant
    issued: float
    expires: float
    access_token: str = field(repr=False)
    """Value of the access token that was issued together with it."""
    first_used: float | None = None
    """Unix seconds; None if it never was."""
    uses: int = 0
    serial: int = 0
    """Counts the tokens of a vault from 1."""

    @property
    def ended(self) -> str:
        """Why the grant it belongs to ended; empty while that lives."""
        return self.grant.ended


@value_class(frozen=True, slots=True, eq=False, kw_only=True)
class AuthorizeRequest:
    """An authorize request that was found good, while the user thinks it over."""

    client_id: str
    redirect_uri: str
    scopes: tuple[str, ...]
    state: str = field(repr=False)
    challenge: str = field(repr=False)
    expires: float
    ended: str = ""


@value_class(frozen=True, slots=True, eq=False, kw_only=True)
class Code:
    """An authorization code: what the user allowed, and what the exchange has to match."""

    request: AuthorizeRequest
    user: str
    scopes: tuple[str, ...]
    expires: float
    ended: str = ""


@value_class(frozen=True, slots=True)
class Issued:
    """What a token answer hands out."""

    access_token: str = field(repr=False)
    lifetime: int
    """Seconds that the access token lives."""
    scopes: tuple[str, ...] = ()
    refresh_token: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class MaskedToken:
    """What people may see of a token, which is not the token."""

    token: str
    """Its first characters."""
    kind: str
    """``access_token``, ``refresh_token`` or ``app_token``."""
    client_id: str
    user: str | None
    """Name of the user; None if the app acts for itself."""
    scopes: tuple[str, ...]
    expires: float
    """Unix seconds."""
    living: bool
    reason: str
    """Why it is dead, in words that follow its name; empty while it lives."""
