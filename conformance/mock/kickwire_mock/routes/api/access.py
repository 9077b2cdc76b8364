"""Who may call an operation: token kinds and scopes, as the document's ``security`` has them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from kickwire_mock.operations import Operation
from kickwire_mock.routes.api.visit import NotAllowed
from kickwire_mock.values import value_class
from kickwire_mock.world.grants import Grant

_APP = "AppAccessToken"
_USER = "UserAccessToken"


@value_class(frozen=True, slots=True)
class Access:
    """What opens one operation."""

    apps: bool
    """Whether app tokens do."""
    users: tuple[tuple[str, ...], ...]
    """Alternatives, each a list of scopes of which a user token needs all; empty: none does."""

    def require(self, grant: Grant) -> None:
        """Let a token pass.

        Raises:
            NotAllowed: it is of the wrong kind, or lacks a scope; the reason says which.
        """
        if grant.user is None:
            if not self.apps:
                raise NotAllowed("the token is an app token, and this takes user tokens only")
            return
        if not self.users:
            raise NotAllowed("the token is a user token, and this takes app tokens only")
        held = grant.scopes
        for needed in self.users:
            if all(map(held.__contains__, needed)):
                return
        raise NotAllowed(_lacking(self.users, held))


def access_of(operation: Operation) -> Access:
    """Read the ``security`` of an operation.

    Raises:
        DocumentError: it has none.
    """
    declared = cast("list[dict[str, list[str]]]", operation.place.at("security").node)
    return Access(
        apps=any(_APP in each for each in declared),
        users=tuple(tuple(each[_USER]) for each in declared if _USER in each),
    )


def _lacking(alternatives: Sequence[Sequence[str]], held: Sequence[str]) -> str:
    missing = [
        " and ".join(scope for scope in needed if scope not in held) for needed in alternatives
    ]
    several = any(" and " in each for each in missing)
    return f"the token lacks the scope{'s' if several else ''} {' or '.join(missing)}"
