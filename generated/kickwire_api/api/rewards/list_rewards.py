"""``GET /public/v1/channels/rewards``: List the rewards of the token's own channel."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import httpx

from ..._requests import read_error, read_json, request
from ...operations import Operation, TokenRequirement

if TYPE_CHECKING:
    from ...client import Client
    from ...models.error_envelope import ErrorEnvelope
    from ...models.rewards_answer import RewardsAnswer

OPERATION = Operation(
    id="listRewards",
    name="rewards.list",
    method="GET",
    path="/public/v1/channels/rewards",
    tokens=(
        TokenRequirement("user", ("channel:rewards:read",)),
        TokenRequirement("user", ("channel:rewards:write",)),
    ),
    idempotent=True,
)


def build(
    base_url: str,
    /,
) -> httpx.Request:
    """List the rewards of the token's own channel.

    All rewards of the channel, switched on or off. There are at most 15, so there are
    no pages. Either of the two reward scopes is enough; Kick's pages were of two minds
    about that.

    Args:
        base_url: origin of the server.

    Token:
        user token with `channel:rewards:read`, or user token with
            `channel:rewards:write`.

    Quirks:
        rewards_read_scope, rewards_cap
    """
    return request(
        OPERATION,
        base_url,
    )


def parse(response: httpx.Response) -> RewardsAnswer:
    """The value of a 2xx answer.

    Raises:
        StatusError: the status is not 2xx.
        InvalidData: the body is not what the document says.
    """
    from ...models.rewards_answer import RewardsAnswer

    return read_json(OPERATION, response, RewardsAnswer.from_dict, parse_error)


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
) -> RewardsAnswer:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
    )
    return parse(client.send(built))


async def asyncio(
    *,
    client: Client,
) -> RewardsAnswer:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
    )
    return parse(await client.send_async(built))


__all__ = ["OPERATION", "asyncio", "build", "parse", "parse_error", "sync"]
