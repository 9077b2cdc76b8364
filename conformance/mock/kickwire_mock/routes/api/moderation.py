"""Bans and timeouts."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from kickwire_mock.errors import RequestError
from kickwire_mock.events import payloads
from kickwire_mock.ledger import quirk
from kickwire_mock.messages import Reply
from kickwire_mock.routes.api.visit import Handler, NotAllowed, Visit, not_found, ok
from kickwire_mock.world.bans import Ban

MINUTES = quirk("moderation_duration_minutes")
BODY = quirk("moderation_delete_with_body")


def ban(visit: Visit) -> Reply:
    """Bars a user from a channel, for good or for some minutes."""
    channel, user_id = _barred(visit)
    body, now = visit.arguments.body, visit.world.clock.now()
    minutes = body.get("duration")
    ban = Ban(
        channel=channel,
        user_id=user_id,
        by=visit.user().user_id,
        reason=body.get("reason", ""),
        since=now,
        expires=math.inf if minutes is None else now + 60 * minutes,
    )
    visit.world.bans.put(ban)
    visit.world.news.append(payloads.banned(visit.world, ban))
    return ok({})


def unban(visit: Visit) -> Reply:
    """Lets a user back in; of one who is not barred no source tells, so that is a success too."""
    visit.world.bans.lift(*_barred(visit))
    return ok({})


def _barred(visit: Visit) -> tuple[int, int]:
    """The ids of the channel's owner and of the user that the body names.

    Raises:
        Refusal: one of them does not exist.
        NotAllowed: the token's user may not moderate the channel.
    """
    body = visit.arguments.body
    channel, user_id = body["broadcaster_user_id"], body["user_id"]
    for number, name in ((channel, "broadcaster_user_id"), (user_id, "user_id")):
        if visit.world.users.by_id(number) is None:
            raise not_found(f"no user has the id of {name}")
    if not visit.world.bans.may_moderate(channel, visit.user().user_id):
        raise NotAllowed("the user neither owns nor moderates this channel")
    return channel, user_id


def _wrong_ban(refusal: RequestError) -> RequestError:
    quirks = (MINUTES,) if refusal.at == "/duration" else ()
    return RequestError(refusal.reason, *quirks, at=refusal.at)


def _wrong_unban(refusal: RequestError) -> RequestError:
    """Whoever sends no body, or another one, has not heard of it."""
    return RequestError(refusal.reason, BODY, at=refusal.at)


HANDLERS: Mapping[str, Handler] = {"banUser": ban, "unbanUser": unban}
"""By operationId."""

REWORDED: Mapping[str, Callable[[RequestError], RequestError]] = {
    "banUser": _wrong_ban,
    "unbanUser": _wrong_unban,
}
"""By operationId; see `kickwire_mock.routes.api.handlers`."""
