"""``GET /public/v1/livestreams/stats``: Count the livestreams."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import httpx

from ..._requests import read_error, read_json, request
from ...operations import Operation, TokenRequirement

if TYPE_CHECKING:
    from ...client import Client
    from ...models.error_envelope import ErrorEnvelope
    from ...models.livestream_stats_answer import LivestreamStatsAnswer

OPERATION = Operation(
    id="getLivestreamStats",
    name="livestreams.stats",
    method="GET",
    path="/public/v1/livestreams/stats",
    tokens=(
        TokenRequirement("app"),
        TokenRequirement("user"),
    ),
    idempotent=True,
    shared=True,
)


def build(
    base_url: str,
    /,
) -> httpx.Request:
    """Count the livestreams.

    How many livestreams run on Kick at the moment.

    Args:
        base_url: origin of the server.

    Token:
        app token, or user token.
    """
    return request(
        OPERATION,
        base_url,
    )


def parse(response: httpx.Response) -> LivestreamStatsAnswer:
    """The value of a 2xx answer.

    Raises:
        StatusError: the status is not 2xx.
        InvalidData: the body is not what the document says.
    """
    from ...models.livestream_stats_answer import LivestreamStatsAnswer

    return read_json(OPERATION, response, LivestreamStatsAnswer.from_dict, parse_error)


def parse_error(response: httpx.Response) -> ErrorEnvelope | None:
    """The typed error answer, or None where the body is not one. Never raises."""
    from ...models.error_envelope import ErrorEnvelope

    readers: dict[int, Callable[[Any], ErrorEnvelope]] = {
        401: ErrorEnvelope.from_dict,
        500: ErrorEnvelope.from_dict,
    }
    return read_error(response, readers)


def sync(
    *,
    client: Client,
) -> LivestreamStatsAnswer:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
    )
    return parse(client.send(built))


async def asyncio(
    *,
    client: Client,
) -> LivestreamStatsAnswer:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
    )
    return parse(await client.send_async(built))


__all__ = ["OPERATION", "asyncio", "build", "parse", "parse_error", "sync"]
