"""Who may call an operation: its token kinds and scopes, compared before anything is sent."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from .errors import MissingScope, WrongToken

if TYPE_CHECKING:
    import kickwire_api.operations
    import kickwire_id.operations

    Operation = kickwire_api.operations.Operation | kickwire_id.operations.Operation

_ARTICLES = {"app": "an app", "user": "a user"}

_OTHERS = {
    "app": "act as a user: kick.as_user(name)",
    "user": "call it as the app: on kick itself",
}
"""What to do instead with a token of this kind."""


def allows(operation: Operation, kind: str, scopes: Collection[str]) -> bool:
    """Whether a token of this kind with these scopes may call.

    A user's token without any scope is one whose scopes nobody noted: it counts as having them.
    """
    for way in operation.tokens:
        if way.token == kind and (not scopes or all(scope in scopes for scope in way.scopes)):
            return True
    return not operation.tokens


def require(operation: Operation, called: str, kind: str, scopes: Collection[str]) -> None:
    """Refuse a token that may not call.

    Args:
        operation: what is to be called.
        called: its name in errors.
        kind: ``app`` or ``user``.
        scopes: of the token; empty where they are not known.

    Raises:
        MissingScope: the scopes do not suffice.
        WrongToken: no token of this kind may call.
    """
    if allows(operation, kind, scopes):
        return
    missing = lacking(operation, kind, scopes)
    if missing:
        raise MissingScope(f"{needs(operation)}; {lacks(missing, scopes)}", called, missing)
    raise WrongToken(
        f"{needs(operation)}, and this is {_ARTICLES[kind]} token; {_OTHERS[kind]}", called
    )


def lacking(operation: Operation, kind: str, scopes: Collection[str]) -> tuple[str, ...]:
    """The scopes that a token lacks: those of the alternative that it comes nearest to."""
    ways = [
        tuple(scope for scope in way.scopes if scope not in scopes)
        for way in operation.tokens
        if way.token == kind
    ]
    return min(ways, key=len, default=())


def lacks(missing: Iterable[str], granted: Iterable[str]) -> str:
    """What a login lacks and how to get it, in words. A new login replaces all of the old one."""
    missing = list(missing)
    return (
        f"this login lacks {' and '.join(missing)}: let the user log in again with "
        f"kick.login({[*granted, *missing]})"
    )


def needs(operation: Operation) -> str:
    """What an operation asks for, in words."""
    ways = [
        f"{_ARTICLES[way.token]} token"
        + (f" with {' and '.join(way.scopes)}" if way.scopes else "")
        for way in operation.tokens
    ]
    return f"this call takes {' or '.join(ways)}" if ways else "this call takes no token"


__all__ = ["allows", "lacking", "lacks", "needs", "require"]
