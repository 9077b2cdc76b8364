"""``POST /public/v1/ads/ad-break``: Run an ad break."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import httpx

from ..._checking import Values, integer, refuse, uuid
from ..._requests import read_error, read_json, request
from ...operations import Operation, TokenRequirement

if TYPE_CHECKING:
    from ...client import Client
    from ...models.ad_break_request import AdBreakRequest
    from ...models.ads_error import AdsError
    from ...models.error_envelope import ErrorEnvelope
    from ...models.started_ad_break_answer import StartedAdBreakAnswer

OPERATION = Operation(
    id="startAdBreak",
    name="ads.start",
    method="POST",
    path="/public/v1/ads/ad-break",
    tokens=(TokenRequirement("user", ("ads:write",)),),
    idempotent=True,
)

_BODY = Values(required={"id": uuid, "break_duration_seconds": integer(least=7, most=300)})


def build(
    base_url: str,
    /,
    *,
    body: AdBreakRequest,
) -> httpx.Request:
    """Run an ad break.

    Starts an ad break on the token's own channel, which has to be live and enrolled,
    with no ad break running. The client makes up the `id`, so that the same request
    sent twice is one ad break.

    Args:
        base_url: origin of the server.
        body: The ad break to run.

    Token:
        user token with `ads:write`.

    Quirks:
        scope_names_that_do_not_exist
    """
    refuse(_BODY(body))
    return request(
        OPERATION,
        base_url,
        json_body=body.to_dict(),
    )


def parse(response: httpx.Response) -> StartedAdBreakAnswer:
    """The value of a 2xx answer.

    Raises:
        StatusError: the status is not 2xx.
        InvalidData: the body is not what the document says.
    """
    from ...models.started_ad_break_answer import StartedAdBreakAnswer

    return read_json(OPERATION, response, StartedAdBreakAnswer.from_dict, parse_error)


def parse_error(response: httpx.Response) -> AdsError | ErrorEnvelope | None:
    """The typed error answer, or None where the body is not one. Never raises."""
    from ...models.ads_error import AdsError
    from ...models.error_envelope import ErrorEnvelope

    readers: dict[int, Callable[[Any], AdsError | ErrorEnvelope]] = {
        400: AdsError.from_dict,
        401: ErrorEnvelope.from_dict,
        403: ErrorEnvelope.from_dict,
        409: AdsError.from_dict,
        429: AdsError.from_dict,
        500: ErrorEnvelope.from_dict,
    }
    return read_error(response, readers)


def sync(
    *,
    client: Client,
    body: AdBreakRequest,
) -> StartedAdBreakAnswer:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
        body=body,
    )
    return parse(client.send(built))


async def asyncio(
    *,
    client: Client,
    body: AdBreakRequest,
) -> StartedAdBreakAnswer:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
        body=body,
    )
    return parse(await client.send_async(built))


__all__ = ["OPERATION", "asyncio", "build", "parse", "parse_error", "sync"]
