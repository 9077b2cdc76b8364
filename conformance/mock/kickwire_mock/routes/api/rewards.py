"""Rewards of the token's own channel."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from kickwire_mock.errors import RequestError
from kickwire_mock.ledger import quirk, setting
from kickwire_mock.messages import Reply
from kickwire_mock.routes.api.visit import (
    Handler,
    NotAllowed,
    Refusal,
    Visit,
    not_found,
    nothing,
    ok,
)
from kickwire_mock.world.rewards import Reward

CAP = quirk("rewards_cap")
READ_SCOPE = setting("rewards_read_scope")

_MOST = 15
_CHOSEN = (
    "title",
    "cost",
    "description",
    "background_color",
    "is_enabled",
    "is_user_input_required",
    "should_redemptions_skip_request_queue",
)
_CHANGED = (*_CHOSEN, "is_paused")
_SHOWN = ("id", *_CHANGED)


def require_read_scope(visit: Visit) -> None:
    """Let an app pass that may read rewards; the document alone lets either scope do.

    Raises:
        NotAllowed: the mock is set so that the write scope does not read.
    """
    read = "channel:rewards:read"
    held = () if visit.grant is None else visit.grant.scopes
    if visit.setting(READ_SCOPE) == "read_only" and read not in held:
        raise NotAllowed(f"the token lacks the scope {read}", READ_SCOPE)


def listing(visit: Visit) -> Reply:
    """Every reward of the channel."""
    require_read_scope(visit)
    rewards = visit.world.rewards.of_channel(visit.user().user_id)
    return ok([_shown(reward) for reward in rewards])


def create(visit: Visit) -> Reply:
    """A new reward, unless the channel has as many as it may."""
    channel, rewards = visit.user().user_id, visit.world.rewards
    if rewards.count(channel) >= _MOST:
        raise RequestError(f"the channel has {_MOST} rewards, and may not have more", CAP)
    return ok(_shown(rewards.add(channel, visit.client_id(), _among(_CHOSEN, visit))))


def update(visit: Visit) -> Reply:
    """Other values for the fields that were sent."""
    return ok(_shown(visit.world.rewards.change(_own(visit), _among(_CHANGED, visit))))


def delete(visit: Visit) -> Reply:
    """No longer on offer."""
    visit.world.rewards.delete(_own(visit))
    return nothing()


def _own(visit: Visit) -> Reward:
    """The reward of the path.

    Raises:
        Refusal: the channel has none with this id, or another app made it.
    """
    reward = visit.world.rewards.get(visit.arguments.path["id"])
    if reward is None or reward.is_deleted or reward.channel != visit.user().user_id:
        raise not_found("the channel has no reward with this id")
    if reward.app != visit.client_id():
        reason = "another app made this reward, and it alone may change or delete it"
        raise Refusal(HTTPStatus.FORBIDDEN, {}, "Forbidden", reason)
    return reward


def _among(names: tuple[str, ...], visit: Visit) -> dict[str, Any]:
    body: dict[str, Any] = visit.arguments.body
    return {name: body[name] for name in names if name in body}


def _shown(reward: Reward) -> dict[str, object]:
    return {name: getattr(reward, name) for name in _SHOWN}


HANDLERS: Mapping[str, Handler] = {
    "listRewards": listing,
    "createReward": create,
    "updateReward": update,
    "deleteReward": delete,
}
"""By operationId."""
