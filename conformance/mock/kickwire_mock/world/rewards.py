"""Rewards of channels, which viewers buy with channel points."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from kickwire_mock.ids import Ids
from kickwire_mock.values import value_class
from kickwire_mock.world.declared import Large

GREEN = "#00e701"
"""The background of a reward for which nobody chose one."""
_REMEMBERED = 1_000
"""Deleted rewards that are remembered. Ours."""


@value_class(frozen=True, slots=True, kw_only=True)
class Reward:
    """What a channel offers. The fields after ``app`` are those that its app may choose."""

    id: str
    """A ULID."""
    channel: int
    """Id of the user who owns the channel."""
    app: str
    """Client id of the app that made it, which alone may change it."""
    title: str
    cost: Large
    description: str = ""
    background_color: str = GREEN
    is_enabled: bool = True
    is_paused: bool = False
    is_user_input_required: bool = False
    should_redemptions_skip_request_queue: bool = False
    is_deleted: bool = False


class Rewards:
    """Rewards by id. The last deleted ones are remembered; redemptions still speak of them."""

    _ids: Ids
    _all: dict[str, Reward]
    _offered: dict[int, dict[str, None]]
    """Ids of rewards, oldest first, by the id of the channel's owner."""
    _deleted: deque[str]
    """Ids of rewards, the one that was deleted first before the others."""

    def __init__(self, ids: Ids) -> None:
        """Take the source of new ids."""
        self._ids = ids
        self._all = {}
        self._offered = {}
        self._deleted = deque()

    def of_channel(self, channel: int) -> list[Reward]:
        """What a channel offers, enabled or not, oldest first."""
        return [self._all[each] for each in self._offered.get(channel, ())]

    def count(self, channel: int) -> int:
        """How many rewards a channel offers, enabled or not."""
        return len(self._offered.get(channel, ()))

    def get(self, id: str) -> Reward | None:
        """The reward with this id, deleted ones too, or None."""
        return self._all.get(id)

    def add(
        self, channel: int, app: str, chosen: Mapping[str, Any], id: str | None = None
    ) -> Reward:
        """Offer a reward.

        Args:
            channel: id of the user who owns the channel.
            app: client id of the app that makes it.
            chosen: fields of `Reward`, at least title and cost.
            id: a ULID; None makes a new one.
        """
        reward = Reward(id=id or self._ids.ulid(), channel=channel, app=app, **chosen)
        self._all[reward.id] = reward
        self._offered.setdefault(channel, {})[reward.id] = None
        return reward

    def change(self, reward: Reward, chosen: Mapping[str, Any]) -> Reward:
        """Change some fields; returns the reward as it is now."""
        changed = self._all[reward.id] = replace(reward, **chosen)
        return changed

    def sound(self) -> bool:
        """Whether its parts agree; asked of one that was read from a state."""
        known = self._all.values()
        offered = {(owner, each) for owner, ids in self._offered.items() for each in ids}
        return (
            list(self._all) == [each.id for each in known]
            and offered == {(each.channel, each.id) for each in known if not each.is_deleted}
            and sorted(self._deleted) == sorted(each.id for each in known if each.is_deleted)
        )

    def delete(self, reward: Reward) -> None:
        """Offer it no longer."""
        self._all[reward.id] = replace(reward, is_deleted=True)
        del self._offered[reward.channel][reward.id]
        self._deleted.append(reward.id)
        if len(self._deleted) > _REMEMBERED:
            del self._all[self._deleted.popleft()]
