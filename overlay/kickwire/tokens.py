"""A user's pair or an app's token as a value, and the text under which a store keeps it."""

from __future__ import annotations

import json
import math
import sys
from dataclasses import dataclass, field
from typing import Any, NoReturn, Self, cast

from .errors import StoreError

MARGIN = 60.0
"""Seconds before its end at which a token is due for renewal..."""

MARGIN_SHARE = 0.25
"""...or this share of its life, whichever is shorter."""

UNKNOWN_LIFETIME = 3600.0
"""Seconds assumed when an answer names no usable lifetime: the shortest that any source reports
(ledger ``access_token_lifetime_user``)."""

_FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenSet:
    """What one token answer gave.

    Tokens are opaque (ledger ``tokens_are_opaque``); they are shown in no `repr`, and a token set
    cannot be pickled.

    Attributes:
        access_token: goes into the Authorization header.
        refresh_token: buys the next pair; None for an app token.
        scopes: what was granted; empty for an app token.
        issued_at: Unix seconds by this machine's clock, taken before the request left.
        lifetime: seconds.
        consented_at: Unix seconds of the login this pair descends from; None for an app token.
            Some grants ended 30 days after it (ledger ``refresh_30_day_absolute_expiry``).
        lost: Kick said ``invalid_grant``; only a new login helps.
        lineage: names the login; the same for all its pairs.
    """

    access_token: str = field(repr=False)
    refresh_token: str | None = field(default=None, repr=False)
    scopes: tuple[str, ...] = ()
    issued_at: float
    lifetime: float
    consented_at: float | None = None
    lost: bool = False
    lineage: str = ""

    @property
    def expires_at(self) -> float:
        """Unix seconds at which the access token ends."""
        return self.issued_at + self.lifetime

    @property
    def due_at(self) -> float:
        """Unix seconds from which it should be renewed."""
        return self.expires_at - min(MARGIN, MARGIN_SHARE * self.lifetime)

    def __reduce__(self) -> NoReturn:
        raise TypeError("a TokenSet is not pickled, it would be readable; keep it in a token store")

    def __copy__(self) -> Self:
        return self  # it never changes, and what holds one may be copied

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self

    def to_text(self) -> str:
        """The text a store keeps. It holds the tokens."""
        fields = {
            "format": _FORMAT,
            "access_token": self.access_token,
            "refresh_token": self.refresh_token,
            "scopes": self.scopes,
            "issued_at": self.issued_at,
            "lifetime": self.lifetime,
            "consented_at": self.consented_at,
            "lost": self.lost,
            "lineage": self.lineage,
        }
        return json.dumps(fields)

    @staticmethod
    def from_text(text: str) -> TokenSet:
        """Read what `to_text` wrote.

        Raises:
            StoreError: it is something else.
        """
        tokens = _read(text)
        if tokens is None:
            del text  # so that no traceback with locals shows it
            raise StoreError(
                "a stored record is not a token set of this version of kickwire; if a newer one "
                "wrote it, upgrade, otherwise forget this account and let the user log in again"
            )
        return tokens


def _read(text: str) -> TokenSet | None:
    try:
        fields = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(fields, dict):
        return None
    known = cast("dict[str, Any]", fields)
    scopes = known.get("scopes")
    if known.get("format") != _FORMAT or not isinstance(scopes, list):
        return None
    tokens = TokenSet(
        access_token=known.get("access_token", ""),
        refresh_token=known.get("refresh_token"),
        scopes=tuple(cast("list[str]", scopes)),
        issued_at=known.get("issued_at", math.nan),
        lifetime=known.get("lifetime", math.nan),
        consented_at=known.get("consented_at"),
        lost=known.get("lost") is True,
        lineage=str(known.get("lineage", "")),
    )
    return tokens if _whole(tokens) else None


def _whole(tokens: TokenSet) -> bool:
    return (
        _is_token(tokens.access_token)
        and (tokens.refresh_token is None or _is_token(tokens.refresh_token))
        and all(isinstance(scope, str) for scope in cast("tuple[object, ...]", tokens.scopes))
        and _is_time(tokens.issued_at)
        and _is_time(tokens.lifetime)
        and (tokens.consented_at is None or _is_time(tokens.consented_at))
    )


def _is_token(value: object) -> bool:
    return isinstance(value, str) and value != ""


def _is_time(value: object) -> bool:
    # Compared, not converted: an integer may be larger than every float.
    return isinstance(value, int | float) and abs(value) <= sys.float_info.max


def lifetime_of(expires_in: object) -> float:
    """Seconds from an ``expires_in``, a number or a text (ledger ``expires_in_is_a_number``)."""
    if isinstance(expires_in, bool):
        return UNKNOWN_LIFETIME
    try:
        seconds = float(cast("str", expires_in))
    except (TypeError, ValueError, OverflowError):
        return UNKNOWN_LIFETIME
    return seconds if math.isfinite(seconds) and seconds > 0 else UNKNOWN_LIFETIME


__all__ = ["MARGIN", "MARGIN_SHARE", "UNKNOWN_LIFETIME", "TokenSet", "lifetime_of"]
