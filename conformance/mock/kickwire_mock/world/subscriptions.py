"""Event subscriptions: standing orders of apps to hear of what happens on channels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from kickwire_mock.ids import Ids

P = TypeVar("P")


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

    _ids: Ids
    _by_app: dict[str, dict[str, Subscription]]
    _by_channel: dict[tuple[str, int], dict[str, Subscription]]
    """By app and channel."""
    _by_event: dict[tuple[int, str], dict[str, Subscription]]
    """By channel and event."""
    _types: Counter[tuple[str, str]]
    """How many there are, by app and event."""
    _same: Counter[tuple[str, int, str, int]]
    """How many there are, by app, channel, event and version."""

    def __init__(self, ids: Ids) -> None:
        """Take the source of new ids."""
        self._ids = ids
        self._by_app = {}
        self._by_channel = {}
        self._by_event = {}
        self._types = Counter()
        self._same = Counter()

    def new_id(self) -> str:
        """An id for the next subscription."""
        return self._ids.ulid()

    def of_app(self, app: str, channel: int | None = None) -> list[Subscription]:
        """Everything an app subscribed to, on one channel or, for None, on all; oldest first."""
        if channel is None:
            return list(self._by_app.get(app, {}).values())
        return list(self._by_channel.get((app, channel), {}).values())

    def of(self, app: str | None) -> Iterator[Subscription]:
        """Everything that an app, or for None any app, subscribed to."""
        apps = self._by_app if app is None else [app]
        return (each for app in apps for each in self._by_app.get(app, {}).values())

    def to(self, channel: int, event: str) -> list[Subscription]:
        """Everybody's subscriptions to an event of a channel, oldest first."""
        return list(self._by_event.get((channel, event), {}).values())

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
        app, channel = subscription.app, subscription.channel
        self._by_app.setdefault(app, {})[subscription.id] = subscription
        self._by_channel.setdefault((app, channel), {})[subscription.id] = subscription
        self._by_event.setdefault((channel, subscription.event), {})[subscription.id] = subscription
        self._count(subscription, 1)

    def remove(self, subscription: Subscription) -> None:
        """End a subscription."""
        app, channel = subscription.app, subscription.channel
        del self._by_app[app][subscription.id]
        _take(self._by_channel, (app, channel), subscription.id)
        _take(self._by_event, (channel, subscription.event), subscription.id)
        self._count(subscription, -1)

    def end(self, app: str, event: str | None = None) -> int:
        """End every subscription of an app, or those to one event; returns how many."""
        ended = [each for each in self.of_app(app) if event in (None, each.event)]
        for each in ended:
            self.remove(each)
        return len(ended)

    def sound(self) -> bool:
        """Whether its parts agree; asked of one that was read from a state."""
        kept = [(app, *each) for app, ids in self._by_app.items() for each in ids.items()]
        held = [each for _, _, each in kept]
        return (
            all((app, key) == (each.app, each.id) for app, key, each in kept)
            and _agree(self._by_channel, held, lambda each: (each.app, each.channel))
            and _agree(self._by_event, held, lambda each: (each.channel, each.event))
            and self._types == Counter((each.app, each.event) for each in held)
            and self._same
            == Counter((each.app, each.channel, each.event, each.version) for each in held)
        )

    def _count(self, one: Subscription, by: int) -> None:
        self._types[one.app, one.event] += by
        same = one.app, one.channel, one.event, one.version
        self._same[same] += by
        if not self._same[same]:
            del self._same[same]


def _take(index: dict[P, dict[str, Subscription]], place: P, id: str) -> None:
    """Take a subscription out of an index, which keeps no empty place."""
    del index[place][id]
    if not index[place]:
        del index[place]


def _agree(
    index: Mapping[P, Mapping[str, Subscription]],
    held: Iterable[Subscription],
    place_of: Callable[[Subscription], P],
) -> bool:
    """Whether an index holds these subscriptions, each in its place."""
    expected: dict[P, dict[str, Subscription]] = {}
    for each in held:
        expected.setdefault(place_of(each), {})[each.id] = each
    return index == expected
