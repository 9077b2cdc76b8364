"""``POST /public/v1/channels/rewards``: Create a reward."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import httpx

from ..._checking import Values, boolean, integer, refuse, text
from ..._requests import read_error, read_json, request
from ...operations import Operation, TokenRequirement

if TYPE_CHECKING:
    from ...client import Client
    from ...models.error_envelope import ErrorEnvelope
    from ...models.reward_answer import RewardAnswer
    from ...models.reward_request import RewardRequest

OPERATION = Operation(
    id="createReward",
    name="rewards.create",
    method="POST",
    path="/public/v1/channels/rewards",
    tokens=(TokenRequirement("user", ("channel:rewards:write",)),),
)

_BODY = Values(
    required={"title": text(least=1, most=50), "cost": integer(least=1)},
    optional={
        "description": text(most=200),
        "background_color": text(pattern="^#([0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})$"),
        "is_enabled": boolean,
        "is_user_input_required": boolean,
        "should_redemptions_skip_request_queue": boolean,
    },
)


def build(
    base_url: str,
    /,
    *,
    body: RewardRequest,
) -> httpx.Request:
    """Create a reward.

    Adds a reward to the token's own channel. A channel holds 15 rewards, enabled and
    disabled together; what the sixteenth is answered with was never captured,
    presumably 400. From then on only this app may change or delete the reward.

    Args:
        base_url: origin of the server.
        body: The new reward.

    Token:
        user token with `channel:rewards:write`.

    Quirks:
        rewards_cap
    """
    refuse(_BODY(body))
    return request(
        OPERATION,
        base_url,
        json_body=body.to_dict(),
    )


def parse(response: httpx.Response) -> RewardAnswer:
    """The value of a 2xx answer.

    Raises:
        StatusError: the status is not 2xx.
        InvalidData: the body is not what the document says.
    """
    from ...models.reward_answer import RewardAnswer

    return read_json(OPERATION, response, RewardAnswer.from_dict, parse_error)


def parse_error(response: httpx.Response) -> ErrorEnvelope | None:
    """The typed error answer, or None where the body is not one. Never raises."""
    from ...models.error_envelope import ErrorEnvelope

    readers: dict[int, Callable[[Any], ErrorEnvelope]] = {
        400: ErrorEnvelope.from_dict,
        401: ErrorEnvelope.from_dict,
        403: ErrorEnvelope.from_dict,
        500: ErrorEnvelope.from_dict,
    }
    return read_error(response, readers)


def sync(
    *,
    client: Client,
    body: RewardRequest,
) -> RewardAnswer:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
        body=body,
    )
    return parse(client.send(built))


async def asyncio(
    *,
    client: Client,
    body: RewardRequest,
) -> RewardAnswer:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
        body=body,
    )
    return parse(await client.send_async(built))


__all__ = ["OPERATION", "asyncio", "build", "parse", "parse_error", "sync"]
