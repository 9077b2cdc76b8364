"""``GET /public/v1/kicks/leaderboard``: Get the KICKs leaderboard of the token's own channel."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import httpx

from ..._checking import Values, integer, refuse
from ..._requests import Query, read_error, read_json, request
from ...operations import Operation, TokenRequirement
from ...types import UNSET, Unset

if TYPE_CHECKING:
    from ...client import Client
    from ...models.error_envelope import ErrorEnvelope
    from ...models.kicks_leaderboard_answer import KicksLeaderboardAnswer

OPERATION = Operation(
    id="getKicksLeaderboard",
    name="kicks.leaderboard",
    method="GET",
    path="/public/v1/kicks/leaderboard",
    tokens=(TokenRequirement("user", ("kicks:read",)),),
    idempotent=True,
)

_ARGUMENTS = Values(optional={"top": integer(least=1, most=100)})


def build(
    base_url: str,
    /,
    *,
    top: int | Unset = UNSET,
) -> httpx.Request:
    """Get the KICKs leaderboard of the token's own channel.

    Who gave the most KICKs to the token's own channel, of all time, this month and this
    week.

    Args:
        base_url: origin of the server.
        top: How many places each list holds at most, 1 to 100. Kick's default is 10.

    Token:
        user token with `kicks:read`.
    """
    refuse(
        _ARGUMENTS.given(
            {
                "top": top,
            }
        )
    )
    query = Query()
    query.one("top", top)
    return request(
        OPERATION,
        base_url,
        query=query,
    )


def parse(response: httpx.Response) -> KicksLeaderboardAnswer:
    """The value of a 2xx answer.

    Raises:
        StatusError: the status is not 2xx.
        InvalidData: the body is not what the document says.
    """
    from ...models.kicks_leaderboard_answer import KicksLeaderboardAnswer

    return read_json(OPERATION, response, KicksLeaderboardAnswer.from_dict, parse_error)


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
    top: int | Unset = UNSET,
) -> KicksLeaderboardAnswer:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
        top=top,
    )
    return parse(client.send(built))


async def asyncio(
    *,
    client: Client,
    top: int | Unset = UNSET,
) -> KicksLeaderboardAnswer:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
        top=top,
    )
    return parse(await client.send_async(built))


__all__ = ["OPERATION", "asyncio", "build", "parse", "parse_error", "sync"]
