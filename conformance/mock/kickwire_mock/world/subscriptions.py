"""Event subscriptions: standing orders of apps to hear of what happens on channels."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from kickwire_mock.ids import Ids


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """One standing order."""

    id: str
    """A ULID."""
    app: str
    """Client id of the app."""
    channel: int
    """Id of the user who owns the channel."""
    event: str
    version: int
    since: float
    """Unix seconds."""


class Subscriptions:
    """Subscriptions by app; what one app has does not slow another one down."""

    def __init__(self, ids: Ids) -> None:
        """Take the source of new ids."""
        self._ids = ids
        self._by_app: dict[str, dict[str, Subscription]] = {}
        self._types: Counter[tuple[str, str]] = Counter()
        self._same: Counter[tuple[str, int, str, int]] = Counter()

    def new_id(self) -> str:
        """An id for the next subscription."""
        return self._ids.ulid()

    def of_app(self, app: str) -> list[Subscription]:
        """Everything an app subscribed to, oldest first."""
        return list(self._by_app.get(app, {}).values())

    def count(self, app: str, event: str) -> int:
        """How many subscriptions an app has to one type of event, over all channels."""
        return self._types[app, event]

    def has(self, app: str, channel: int, event: str, version: int) -> bool:
        """Whether an app is subscribed to an event of a channel."""
        return self._same[app, channel, event, version] > 0

    def get(self, app: str, id: str) -> Subscription | None:
        """One subscription of an app, or None."""
        return self._by_app.get(app, {}).get(id)

    def add(self, subscription: Subscription) -> None:
        """Keep a subscription."""
        self._by_app.setdefault(subscription.app, {})[subscription.id] = subscription
        self._count(subscription, 1)

    def remove(self, subscription: Subscription) -> None:
        """End a subscription."""
        del self._by_app[subscription.app][subscription.id]
        self._count(subscription, -1)

    def _count(self, one: Subscription, by: int) -> None:
        self._types[one.app, one.event] += by
        self._same[one.app, one.channel, one.event, one.version] += by
