"""What the first person's channel has to try operations with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kickwire_mock.world import seeded

if TYPE_CHECKING:
    from kickwire_mock.world.state import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Samples:
    """Ids of what the seed brought, and what is still as it was; None: it is not any more."""

    reward_id: str | None
    """A reward of the seed's app."""
    redemption_id: str | None
    """A redemption of it that waits for a decision."""
    message_id: str | None
    """A chat message that can be answered or deleted."""
    claim_id: str | None
    """A claim of a drop."""


def samples(world: World) -> Samples:
    """Look what is there."""
    owner = next(iter(world.users)).user_id
    reward = world.rewards.get(seeded.REWARD)
    waiting = (each for each in seeded.PENDING if _waits(world, owner, each))
    claim = world.claims.get(seeded.CLAIMS[0])
    message = world.messages.get(seeded.MESSAGE)
    return Samples(
        reward_id=None if reward is None or reward.is_deleted else reward.id,
        redemption_id=next(waiting, None),
        message_id=None if message is None else message.id,
        claim_id=None if claim is None else claim.id,
    )


def _waits(world: World, owner: int, id: str) -> bool:
    found = world.redemptions.get(owner, id)
    return found is not None and found.status == "pending"
