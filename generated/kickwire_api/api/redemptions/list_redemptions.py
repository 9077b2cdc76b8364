"""``GET /public/v1/channels/rewards/redemptions``: List redemptions, grouped by reward."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import httpx

from ..._checking import Values, array, member, refuse, text
from ..._requests import Query, read_error, read_json, request
from ...operations import Operation, Paging, TokenRequirement
from ...types import UNSET, Unset

if TYPE_CHECKING:
    from ...client import Client
    from ...models.error_envelope import ErrorEnvelope
    from ...models.redemption_status import RedemptionStatus
    from ...models.redemptions_answer import RedemptionsAnswer

OPERATION = Operation(
    id="listRedemptions",
    name="redemptions.list",
    method="GET",
    path="/public/v1/channels/rewards/redemptions",
    tokens=(
        TokenRequirement("user", ("channel:rewards:read",)),
        TokenRequirement("user", ("channel:rewards:write",)),
    ),
    paging=Paging(
        parameter="cursor", next=("pagination", "next_cursor"), items=("data",), end=("", None)
    ),
    idempotent=True,
)

_ARGUMENTS = Values(
    optional={
        "reward_id": text(),
        "status": member("pending", "accepted", "rejected"),
        "id": array(text()),
        "cursor": text(),
    },
    exclusive=(
        ("id", "reward_id"),
        ("id", "status"),
    ),
)


def build(
    base_url: str,
    /,
    *,
    reward_id: str | Unset = UNSET,
    status: RedemptionStatus | Unset = UNSET,
    id: list[str] | Unset = UNSET,
    cursor: str | Unset = UNSET,
) -> httpx.Request:
    """List redemptions, grouped by reward.

    Pages through the redemptions on the token's own channel, grouped by the reward they
    belong to. Without `status` only pending ones are listed. `id` picks single
    redemptions and does not go together with any other filter. The page size cannot be
    chosen. Either of the two reward scopes is enough.

    Args:
        base_url: origin of the server.
        reward_id: Only redemptions of the reward with this id (a ULID).
        status: Only redemptions in this state. Kick's default is pending.
        id: Only the redemptions with these ids (ULIDs). Not together with any other
            filter. How many ids are allowed is not known; two SDKs stop at 50.
        cursor: Where to go on, taken from `next_cursor` of the page before. Base64; its
            length is not known.

    Token:
        user token with `channel:rewards:read`, or user token with
            `channel:rewards:write`.

    Quirks:
        rewards_read_scope
    """
    refuse(
        _ARGUMENTS.given(
            {
                "reward_id": reward_id,
                "status": status,
                "id": id,
                "cursor": cursor,
            }
        )
    )
    query = Query()
    query.one("reward_id", reward_id)
    query.one("status", status)
    query.repeated("id", id)
    query.one("cursor", cursor)
    return request(
        OPERATION,
        base_url,
        query=query,
    )


def parse(response: httpx.Response) -> RedemptionsAnswer:
    """The value of a 2xx answer.

    Raises:
        StatusError: the status is not 2xx.
        InvalidData: the body is not what the document says.
    """
    from ...models.redemptions_answer import RedemptionsAnswer

    return read_json(OPERATION, response, RedemptionsAnswer.from_dict, parse_error)


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
    reward_id: str | Unset = UNSET,
    status: RedemptionStatus | Unset = UNSET,
    id: list[str] | Unset = UNSET,
    cursor: str | Unset = UNSET,
) -> RedemptionsAnswer:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
        reward_id=reward_id,
        status=status,
        id=id,
        cursor=cursor,
    )
    return parse(client.send(built))


async def asyncio(
    *,
    client: Client,
    reward_id: str | Unset = UNSET,
    status: RedemptionStatus | Unset = UNSET,
    id: list[str] | Unset = UNSET,
    cursor: str | Unset = UNSET,
) -> RedemptionsAnswer:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
        reward_id=reward_id,
        status=status,
        id=id,
        cursor=cursor,
    )
    return parse(await client.send_async(built))


__all__ = ["OPERATION", "asyncio", "build", "parse", "parse_error", "sync"]
