"""Who is barred from which channel, and who may bar."""

from __future__ import annotations

import math

from kickwire_mock.clock import Clock
from kickwire_mock.values import value_class
from kickwire_mock.world.declared import Endless


@value_class(frozen=True, slots=True, kw_only=True)
class Ban:
    """One user barred from one channel."""

    channel: int
    """Id of the user who owns the channel."""
    user_id: int
    """Id of the barred user."""
    by: int
    """Id of the user who barred."""
    reason: str
    since: float
    """Unix seconds."""
    expires: Endless = math.inf
    """Unix seconds; infinite for a ban without end."""


class Bans:
    """The bans that hold, and the moderators of channels."""

    _clock: Clock
    _bans: dict[tuple[int, int], Ban]
    """By the ids of the channel's owner and of the barred user."""
    _moderators: dict[int, set[int]]
    """Ids of users, by the id of the channel's owner."""

    def __init__(self, clock: Clock) -> None:
        """Take the clock by which timeouts end."""
        self._clock = clock
        self._bans = {}
        self._moderators = {}

    def appoint(self, channel: int, user_id: int) -> None:
        """Make a user a moderator of a channel."""
        self._moderators.setdefault(channel, set()).add(user_id)

    def may_moderate(self, channel: int, user_id: int) -> bool:
        """Whether a user may bar others from a channel: its owner and its moderators may."""
        return user_id == channel or user_id in self._moderators.get(channel, ())

    def put(self, ban: Ban) -> None:
        """Bar a user; a new ban takes the place of an old one."""
        self._bans[ban.channel, ban.user_id] = ban

    def get(self, channel: int, user_id: int) -> Ban | None:
        """The ban that keeps a user from a channel now, or None."""
        ban = self._bans.get((channel, user_id))
        if ban is not None and ban.expires <= self._clock.now():
            del self._bans[channel, user_id]
            return None
        return ban

    def sound(self) -> bool:
        """Whether its parts agree; asked of one that was read from a state."""
        return list(self._bans) == [(each.channel, each.user_id) for each in self._bans.values()]

    def lift(self, channel: int, user_id: int) -> None:
        """Let a user back in; nothing happens to one who is not barred."""
        self._bans.pop((channel, user_id), None)
