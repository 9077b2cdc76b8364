"""Redemptions: viewers bought rewards, and an app decides on what they asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from kickwire_mock.ids import Ids

Status: TypeAlias = Literal["pending", "accepted", "rejected"]


@dataclass(slots=True, eq=False, kw_only=True)
class Redemption:
    """One purchase."""

    id: str
    """A ULID."""
    number: int
    """Counts the redemptions of the whole mock from 1, so that pages can go on after one."""
    reward: str
    """Id of the reward."""
    redeemer: int
    """Id of the user who bought it."""
    redeemed: float
    """Unix seconds."""
    user_input: str
    status: Status = "pending"


class Redemptions:
    """Redemptions by channel and id, oldest first."""

    _ids: Ids
    _by_channel: dict[int, dict[str, Redemption]]
    _numbered: int

    def __init__(self, ids: Ids) -> None:
        """Take the source of new ids."""
        self._ids = ids
        self._by_channel = {}
        self._numbered = 0

    def of_channel(self, channel: int) -> Iterator[Redemption]:
        """Everything that was bought on a channel."""
        return iter(self._by_channel.get(channel, {}).values())

    def get(self, channel: int, id: str) -> Redemption | None:
        """One redemption of a channel, or None."""
        return self._by_channel.get(channel, {}).get(id)

    def add(
        self,
        channel: int,
        reward: str,
        redeemer: int,
        redeemed: float,
        user_input: str = "",
        id: str | None = None,
    ) -> Redemption:
        """Buy a reward.

        Args:
            channel: id of the user who owns the channel.
            reward: id of the reward.
            redeemer: id of the user who buys.
            redeemed: Unix seconds.
            user_input: what that user writes.
            id: a ULID; None makes a new one.
        """
        self._numbered += 1
        redemption = Redemption(
            id=id or self._ids.ulid(),
            number=self._numbered,
            reward=reward,
            redeemer=redeemer,
            redeemed=redeemed,
            user_input=user_input,
        )
        self._by_channel.setdefault(channel, {})[redemption.id] = redemption
        return redemption

    def sound(self) -> bool:
        """Whether its parts agree; asked of one that was read from a state."""
        return all(key == each.id for ids in self._by_channel.values() for key, each in ids.items())
