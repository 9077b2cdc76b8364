"""Which function answers which operation of the API host."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kickwire_mock.errors import RequestError
from kickwire_mock.routes.api import (
    ads,
    categories,
    channels,
    chat,
    drops,
    events,
    kicks,
    livestreams,
    moderation,
    public_key,
    redemptions,
    rewards,
    users,
)
from kickwire_mock.routes.api.visit import Handler

HANDLERS: Mapping[str, Handler] = {
    **ads.HANDLERS,
    **categories.HANDLERS,
    **channels.HANDLERS,
    **chat.HANDLERS,
    **drops.HANDLERS,
    **events.HANDLERS,
    **kicks.HANDLERS,
    **livestreams.HANDLERS,
    **moderation.HANDLERS,
    **public_key.HANDLERS,
    **redemptions.HANDLERS,
    **rewards.HANDLERS,
    **users.HANDLERS,
}
"""By operationId."""

REWORDED: Mapping[str, Callable[[RequestError], RequestError]] = {
    **channels.REWORDED,
    **chat.REWORDED,
    **events.REWORDED,
    **kicks.REWORDED,
    **moderation.REWORDED,
}
"""By operationId: what becomes of the refusal of arguments that break the document."""
