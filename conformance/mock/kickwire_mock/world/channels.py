"""Channels and what runs on them."""

from __future__ import annotations

import hashlib
import re
import uuid
from bisect import bisect_left, insort
from collections import Counter, deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias, TypedDict

from kickwire_mock.clock import Clock
from kickwire_mock.errors import MockError
from kickwire_mock.world.categories import Category, categories
from kickwire_mock.world.crowd import Stranger, crowd
from kickwire_mock.world.declared import Unsaved
from kickwire_mock.world.people import User

_LANGUAGE = re.compile("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_REMEMBERED = 16
"""Changes of a channel that stale reads can go back over. Ours."""
_SEEDED = {"alice": (True, 2 * 3600), "bob": (False, 26 * 3600)}
"""Of the first people: whether they are live, and how many seconds ago they went live last."""
_LARGEST = 2**31 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A channel as its owner set it up, whether or not it is live."""

    owner: User
    title: str
    category_id: int
    """0: none was chosen."""
    tags: tuple[str, ...] = ()
    language: str = "en"
    mature: bool = False
    live: bool = False
    started: float | None = None
    """Unix seconds at which the present or the latest stream began; None: there never was one."""
    viewers: int = 0

    @property
    def category(self) -> Category | None:
        """What it is about, or None."""
        return categories().get(self.category_id)


Order: TypeAlias = Callable[[Channel], tuple[float, int]]
"""What channels are sorted by; it ends with the user's id, so that no two are alike."""


class ChannelChange(TypedDict, total=False):
    """What to change of a channel; what is left out stays."""

    live: bool
    """True begins a stream, unless one is running; False ends it."""
    title: str
    category_id: int
    """Id of a category; 0 for none."""
    tags: Sequence[str]
    """All of the owner's tags."""
    language: str
    """A BCP 47 tag."""
    mature: bool
    """Whether it is marked as for adults."""
    viewers: int
    """How many people watch."""


@dataclass(slots=True)
class _Past:
    """What a channel was before each of its latest changes, oldest first."""

    changes: deque[tuple[float, Channel]] = field(
        default_factory=lambda: deque[tuple[float, Channel]](maxlen=_REMEMBERED)
    )

    def note(self, now: float, before: Channel) -> None:
        if not self.changes or self.changes[-1][0] != now:
            self.changes.append((now, before))

    def at(self, moment: float) -> Channel | None:
        """How it looked before the first change after a moment; None: there was no such change."""
        return next((before for when, before in self.changes if when > moment), None)


class Channels:
    """The channel of every user, by the user's id. Made on first use."""

    _seed: int
    _clock: Clock
    _channels: dict[int, Channel]
    _past: dict[int, _Past]
    _live: Unsaved[dict[Order, list[Channel]]]
    """Those that are live, in each order that was asked for."""
    _viewers: Unsaved[Counter[int]]
    """How many people watch, by category."""
    _streams: Counter[int]
    _made: Unsaved[dict[tuple[str, int], tuple[Channel, bytes]]]

    def __init__(self, seed: int, clock: Clock, began: float, people: Iterable[User]) -> None:
        """Set up the channels of the crowd and of the first people.

        Args:
            seed: decides stream keys and ids.
            clock: the mock's.
            began: Unix seconds at which the mock began.
            people: the first people; some of them are live.
        """
        self._seed = seed
        self._clock = clock
        self._channels = {}
        self._past = {}
        self._live = {}
        self._viewers = Counter()
        self._streams = Counter()
        self._made = {}
        for each in crowd().values():
            self._put(_of_stranger(each, began))
        for user in people:
            if user.name in _SEEDED:
                live, age = _SEEDED[user.name]
                self._put(replace(_new(user), live=live, started=began - age, viewers=42))

    def of(self, user: User) -> Channel:
        """The channel of a user as it is now."""
        found = self._channels.get(user.user_id)
        if found is None:
            found = self._channels[user.user_id] = _new(user)
        return found

    def seen(self, user: User, lag: int) -> Channel:
        """The channel of a user as reads show it that lag by so many seconds."""
        past = self._past.get(user.user_id) if lag else None
        before = None if past is None else past.at(self._clock.now() - lag)
        return before or self.of(user)

    def live(self, by: Order) -> Sequence[Channel]:
        """The channels that are live, in an order: sorted once, and kept so from then on.

        Args:
            by: what they are sorted by, a function of a module.
        """
        found = self._live.get(by)
        if found is None:
            live = (each for each in self._channels.values() if each.live)
            found = self._live[by] = sorted(live, key=by)
        return found

    def made(self, what: str, channel: Channel, make: Callable[[Channel], bytes]) -> bytes:
        """What is made of a channel: from memory, unless the channel has changed since.

        Args:
            what: name of what is made.
            channel: of what it is made.
            make: makes it, from the channel alone.
        """
        key = what, channel.owner.user_id
        known = self._made.get(key)
        if known is not None and known[0] is channel:
            return known[1]
        made = make(channel)
        self._made[key] = channel, made
        return made

    def update(
        self,
        user: User,
        *,
        title: str | None = None,
        category_id: int | None = None,
        tags: Sequence[str] | None = None,
        mature: bool | None = None,
    ) -> None:
        """Change what is not None, as the owner does through the API; reads may lag behind."""
        before = self.of(user)
        self._past.setdefault(user.user_id, _Past()).note(self._clock.now(), before)
        self._put(
            replace(
                before,
                title=before.title if title is None else title,
                category_id=before.category_id if category_id is None else category_id,
                tags=before.tags if tags is None else tuple(tags),
                mature=before.mature if mature is None else mature,
            )
        )

    def set(self, user: User, change: ChannelChange, began: float | None = None) -> Channel:
        """Change what was sent; every read shows it at once. Going live begins a new stream.

        Args:
            user: whose channel it is.
            change: what was sent.
            began: Unix seconds at which the stream began that is on afterwards; None: one that
                goes on did before, a new one does now.

        Raises:
            MockError: there is no such category, the number of viewers is impossible, or the
                language is none.
        """
        if change.get("category_id", 0) not in {0, *categories()}:
            raise MockError("no category has this id")
        if not 0 <= change.get("viewers", 0) <= _LARGEST:
            raise MockError("the number of viewers is between 0 and 2147483647")
        if _LANGUAGE.fullmatch(change.get("language", "en")) is None:
            raise MockError("a language is a tag such as en or pt-BR (BCP 47)")
        before = self.of(user)
        changes: dict[str, Any] = {**change, "tags": tuple(change.get("tags", before.tags))}
        after = replace(before, **changes)
        if after.live and not before.live:
            after = replace(after, started=self._clock.now())
            self._streams[user.user_id] += 1
        if after.live and began is not None:
            after = replace(after, started=began)
        self._past.pop(user.user_id, None)
        self._put(after)
        return after

    def viewers_of(self, category: Category) -> int:
        """How many people watch streams of a category."""
        if not self._viewers:
            for each in self.live(oldest):
                self._watch(each, 1)
        return self._viewers[category.id]

    def stream_key(self, user: User) -> str:
        """What the owner streams with; a secret, though worthless here."""
        return f"sk_us-west-2_{self._digest('stream key', user).hex()[:24]}"

    def stream_id(self, channel: Channel) -> str:
        """The UUID of a stream: another one each time that the channel goes live."""
        # Counted, since two streams can begin at one time of a clock that stands still.
        number = self._streams[channel.owner.user_id]
        digest = self._digest(f"stream {number}", channel.owner)
        return str(uuid.UUID(bytes=digest[:16], version=4))

    def sound(self) -> bool:
        """Whether its parts agree; asked of one that was read from a state."""
        owners = (each.owner.user_id for each in self._channels.values())
        return list(self._channels) == list(owners)

    def _put(self, channel: Channel) -> None:
        user_id = channel.owner.user_id
        before = self._channels.get(user_id)
        self._channels[user_id] = channel
        for by, live in self._live.items():
            _replace(live, before, channel, by)
        if self._viewers:
            self._watch(channel, 1)
            if before is not None:
                self._watch(before, -1)

    def _watch(self, channel: Channel, times: int) -> None:
        if channel.live:
            self._viewers[channel.category_id] += times * channel.viewers

    def _digest(self, what: str, user: User) -> bytes:
        text = f"kickwire-mock {self._seed} {what} of {user.user_id}"
        return hashlib.sha256(text.encode("ascii")).digest()

    def __repr__(self) -> str:
        return f"Channels({len(self._channels)} changed or seeded)"


def oldest(channel: Channel) -> tuple[int, int]:
    """The order of `Channels.live` in which the oldest stream comes first: by the second in which
    it began, then the user's id."""
    return int(channel.started or 0), channel.owner.user_id


def _replace(live: list[Channel], before: Channel | None, channel: Channel, by: Order) -> None:
    """Put a channel in the place of what it was in a sorted list of those that are live."""
    if before is not None and before.live:
        place = bisect_left(live, by(before), key=by)
        if channel.live and by(channel) == by(before):
            live[place] = channel
            return
        del live[place]
    if channel.live:
        insort(live, channel, key=by)


def _new(user: User) -> Channel:
    return Channel(owner=user, title=f"{user.name} is here", category_id=15)


def _of_stranger(stranger: Stranger, began: float) -> Channel:
    return Channel(
        owner=stranger.user,
        title=f"{stranger.user.name} plays on",
        category_id=stranger.category_id,
        tags=("pog", "chad"),
        language=stranger.language,
        mature=stranger.mature,
        live=stranger.age is not None,
        started=None if stranger.age is None else began - stranger.age,
        viewers=stranger.viewers,
    )
