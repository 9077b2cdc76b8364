"""``POST /public/v1/channels/rewards/redemptions/accept``: Accept pending redemptions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import httpx

from ..._checking import Values, array, refuse, text
from ..._requests import read_error, read_json, request
from ...operations import Operation, TokenRequirement

if TYPE_CHECKING:
    from ...client import Client
    from ...models.error_envelope import ErrorEnvelope
    from ...models.failed_redemptions_answer import FailedRedemptionsAnswer
    from ...models.redemption_ids import RedemptionIds

OPERATION = Operation(
    id="acceptRedemptions",
    name="redemptions.accept",
    method="POST",
    path="/public/v1/channels/rewards/redemptions/accept",
    tokens=(TokenRequirement("user", ("channel:rewards:write",)),),
)

_BODY = Values(required={"ids": array(text(), least=1, most=25, unique=True)})


def build(
    base_url: str,
    /,
    *,
    body: RedemptionIds,
) -> httpx.Request:
    """Accept pending redemptions.

    Accepts up to 25 redemptions of rewards that this app made. The answer lists only
    those that could not be accepted, so an empty list is full success. Sent twice, the
    second answer lists as `NOT_PENDING` what the first had accepted; it is therefore
    not marked as safe to repeat.

    Args:
        base_url: origin of the server.
        body: Which redemptions to accept.

    Token:
        user token with `channel:rewards:write`.

    Quirks:
        redemption_fails_unknown
    """
    refuse(_BODY(body))
    return request(
        OPERATION,
        base_url,
        json_body=body.to_dict(),
    )


def parse(response: httpx.Response) -> FailedRedemptionsAnswer:
    """The value of a 2xx answer.

    Raises:
        StatusError: the status is not 2xx.
        InvalidData: the body is not what the document says.
    """
    from ...models.failed_redemptions_answer import FailedRedemptionsAnswer

    return read_json(OPERATION, response, FailedRedemptionsAnswer.from_dict, parse_error)


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
    body: RedemptionIds,
) -> FailedRedemptionsAnswer:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
        body=body,
    )
    return parse(client.send(built))


async def asyncio(
    *,
    client: Client,
    body: RedemptionIds,
) -> FailedRedemptionsAnswer:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
        body=body,
    )
    return parse(await client.send_async(built))


__all__ = ["OPERATION", "asyncio", "build", "parse", "parse_error", "sync"]
