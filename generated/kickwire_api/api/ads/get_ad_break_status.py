"""``GET /public/v1/ads/ad-break-status``: Get the state of ad breaks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import httpx

from ..._requests import read_error, read_json, request
from ...operations import Operation, TokenRequirement

if TYPE_CHECKING:
    from ...client import Client
    from ...models.ad_break_status_answer import AdBreakStatusAnswer
    from ...models.error_envelope import ErrorEnvelope

OPERATION = Operation(
    id="getAdBreakStatus",
    name="ads.status",
    method="GET",
    path="/public/v1/ads/ad-break-status",
    tokens=(
        TokenRequirement("user", ("ads:read",)),
        TokenRequirement("user", ("ads:write",)),
    ),
    idempotent=True,
)


def build(
    base_url: str,
    /,
) -> httpx.Request:
    """Get the state of ad breaks.

    Whether and how often the token's own channel may run ad breaks. Either of the two
    ads scopes is enough.

    Args:
        base_url: origin of the server.

    Token:
        user token with `ads:read`, or user token with `ads:write`.

    Quirks:
        scope_names_that_do_not_exist
    """
    return request(
        OPERATION,
        base_url,
    )


def parse(response: httpx.Response) -> AdBreakStatusAnswer:
    """The value of a 2xx answer.

    Raises:
        StatusError: the status is not 2xx.
        InvalidData: the body is not what the document says.
    """
    from ...models.ad_break_status_answer import AdBreakStatusAnswer

    return read_json(OPERATION, response, AdBreakStatusAnswer.from_dict, parse_error)


def parse_error(response: httpx.Response) -> ErrorEnvelope | None:
    """The typed error answer, or None where the body is not one. Never raises."""
    from ...models.error_envelope import ErrorEnvelope

    readers: dict[int, Callable[[Any], ErrorEnvelope]] = {
        401: ErrorEnvelope.from_dict,
        403: ErrorEnvelope.from_dict,
        500: ErrorEnvelope.from_dict,
    }
    return read_error(response, readers)


def sync(
    *,
    client: Client,
) -> AdBreakStatusAnswer:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
    )
    return parse(client.send(built))


async def asyncio(
    *,
    client: Client,
) -> AdBreakStatusAnswer:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
    )
    return parse(await client.send_async(built))


__all__ = ["OPERATION", "asyncio", "build", "parse", "parse_error", "sync"]
