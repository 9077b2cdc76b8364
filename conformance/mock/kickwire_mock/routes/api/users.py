"""Users of the Public API."""

from __future__ import annotations

from collections.abc import Mapping

from kickwire_mock.messages import Reply
from kickwire_mock.routes.api.visit import Handler, NotAllowed, Visit, ok
from kickwire_mock.world.people import User


def users(visit: Visit) -> Reply:
    """The users of these ids, or the token's own; unknown ids are left out."""
    own = visit.user_or_none()
    wanted = visit.arguments.query.get("id")
    if wanted is None:
        if own is None:
            raise NotAllowed("an app token has no user of its own; name ids")
        return ok([_shown(own, own)])
    found = (visit.world.users.by_id(user_id) for user_id in dict.fromkeys(wanted))
    return ok([_shown(user, own) for user in found if user is not None])


def _shown(user: User, own: User | None) -> dict[str, object]:
    """Addresses are told to their owners only."""
    return {
        "user_id": user.user_id,
        "name": user.name,
        "email": user.email if user == own else "",
        "profile_picture": user.profile_picture,
    }


HANDLERS: Mapping[str, Handler] = {"getUsers": users}
"""By operationId."""
