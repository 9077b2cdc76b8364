"""The scopes as data. The list is that of the document; a test compares the two.

Names such as ``chat:read`` or ``events:read``, which guides print, do not exist (ledger
``scope_names_that_do_not_exist``).
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from .errors import ConfigurationError

# RFC 6749 section 3.3, scope-token.
_SYNTAX = re.compile(r"[\x21\x23-\x5b\x5d-\x7e]+")


@dataclass(frozen=True, slots=True)
class Scope:
    """One scope.

    Attributes:
        name: as it is sent.
        allows: what it is good for.
        observed: known from use only; it is not in Kick's table.
    """

    name: str
    allows: str
    observed: bool = False


SCOPES = (
    Scope("user:read", "read the user's name, picture and e-mail address"),
    Scope("channel:read", "read the user's channel"),
    Scope("channel:write", "change title, category and tags of the user's stream"),
    Scope("channel:rewards:read", "read channel point rewards and redemptions"),
    Scope("channel:rewards:write", "read, create, change and delete rewards, settle redemptions"),
    Scope("chat:write", "send chat messages as the user or as the app's bot"),
    Scope("streamkey:read", "see the ingest address and stream key in the user's own channel"),
    Scope("events:subscribe", "subscribe to the events of the user's channel"),
    Scope("moderation:ban", "ban, time out and unban users"),
    Scope("moderation:chat_message:manage", "delete chat messages"),
    Scope("kicks:read", "read the KICKs leaderboard"),
    Scope("ads:read", "read the state of ad breaks", observed=True),
    Scope("ads:write", "start ad breaks and enrol in ads", observed=True),
)
"""Eleven published scopes, then two that are observed."""

NAMES = tuple(scope.name for scope in SCOPES)


def checked_scopes(scopes: Iterable[str], *, unlisted: bool = False) -> tuple[str, ...]:
    """Scopes in the order given, each once.

    Args:
        scopes: names; a single string with spaces is refused, since it is mostly a slip.
        unlisted: let names pass that are not in `SCOPES`, for scopes younger than this release.

    Raises:
        ConfigurationError: there is none, one is malformed, or one is not in the list: Kick would
            send the user to a page that does not exist instead of asking for consent.
    """
    if isinstance(scopes, str) or not isinstance(cast("object", scopes), Iterable):
        raise ConfigurationError(f"scopes: a list of names is expected, as in {[NAMES[0]]}")
    found = tuple(dict.fromkeys(scopes))
    if not found:
        raise ConfigurationError(f"scopes: at least one is needed, for instance {NAMES[0]}")
    for name in found:
        problem = _problem(name, unlisted)
        if problem:
            raise ConfigurationError(f"scopes: {problem}")
    return found


def _problem(name: object, unlisted: bool) -> str:
    if not isinstance(name, str) or _SYNTAX.fullmatch(name) is None:
        return f"{name!r} cannot be sent; a scope is printable ASCII without spaces and quotes"
    if unlisted or name in NAMES:
        return ""
    near = difflib.get_close_matches(name, NAMES, n=1)
    hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(NAMES)}."
    newer = "Say unlisted_scopes=True if it is newer than this list"
    return f"{name!r} is no scope of Kick; {hint} {newer}"


def scopes_of(text: str) -> tuple[str, ...]:
    """The scopes in a space-separated text, as token answers carry it (RFC 6749 section 3.3)."""
    return tuple(dict.fromkeys(text.split()))


__all__ = ["NAMES", "SCOPES", "Scope", "checked_scopes", "scopes_of"]
