"""The KICKs leaderboard of the token's own channel."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from http import HTTPStatus

from kickwire_mock.errors import RequestError
from kickwire_mock.messages import Reply
from kickwire_mock.routes.api.visit import Handler, Refusal, Visit, ok
from kickwire_mock.world.kicks import month_begins, week_begins

_TOP = 10


def leaderboard(visit: Visit) -> Reply:
    """Who gave most: ever, this month, and this week."""
    now = visit.world.clock.now()
    return ok(
        {
            "lifetime": _places(visit, -math.inf),
            "month": _places(visit, month_begins(now)),
            "week": _places(visit, week_begins(now)),
        }
    )


def _places(visit: Visit, since: float) -> list[dict[str, object]]:
    top = visit.arguments.query.get("top", _TOP)
    ranking = visit.world.kicks.ranking(visit.user().user_id, since)[:top]
    return [
        {"gifted_amount": amount, "rank": rank, "user_id": user.user_id, "username": user.name}
        for rank, (giver, amount) in enumerate(ranking, start=1)
        if (user := visit.world.users.by_id(giver)) is not None
    ]


def _out_of_range(refusal: RequestError) -> RequestError:
    """``top`` is all that can be wrong; here the reason stands in ``message``."""
    status, message = HTTPStatus.BAD_REQUEST, "top must be between 1 and 100"
    return Refusal(status, None, message, refusal.reason)


HANDLERS: Mapping[str, Handler] = {"getKicksLeaderboard": leaderboard}
"""By operationId."""

REWORDED: Mapping[str, Callable[[RequestError], RequestError]] = {
    "getKicksLeaderboard": _out_of_range
}
"""By operationId; see `kickwire_mock.routes.api.handlers`."""
