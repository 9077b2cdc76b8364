"""``GET /public/v1/users/livestreams``: Get what users are streaming now."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import httpx

from ..._checking import Values, array, integer, refuse
from ..._requests import Query, read_error, read_json, request
from ...operations import Chunk, Operation, TokenRequirement

if TYPE_CHECKING:
    from ...client import Client
    from ...models.error_envelope import ErrorEnvelope
    from ...models.user_livestreams_answer import UserLivestreamsAnswer

OPERATION = Operation(
    id="getUserLivestreams",
    name="users.livestreams",
    method="GET",
    path="/public/v1/users/livestreams",
    tokens=(
        TokenRequirement("app"),
        TokenRequirement("user"),
    ),
    chunks=(Chunk("user_id", 100, ("broadcaster_user", "id")),),
    idempotent=True,
    shared=True,
)

_ARGUMENTS = Values(
    required={"user_id": array(integer(least=1, most=9223372036854775807), least=1, most=100)}
)


def build(
    base_url: str,
    /,
    *,
    user_id: list[int],
) -> httpx.Request:
    """Get what users are streaming now.

    The running livestreams of up to 100 users. Whoever is offline is left out, so an
    empty list means that nobody is live. There are no pages. Seen since about
    2026-06-23.

    Args:
        base_url: origin of the server.
        user_id: Ids of the users to look for, 1 to 100.

    Token:
        app token, or user token.
    """
    refuse(
        _ARGUMENTS.given(
            {
                "user_id": user_id,
            }
        )
    )
    query = Query()
    query.repeated("user_id", user_id)
    return request(
        OPERATION,
        base_url,
        query=query,
    )


def parse(response: httpx.Response) -> UserLivestreamsAnswer:
    """The value of a 2xx answer.

    Raises:
        StatusError: the status is not 2xx.
        InvalidData: the body is not what the document says.
    """
    from ...models.user_livestreams_answer import UserLivestreamsAnswer

    return read_json(OPERATION, response, UserLivestreamsAnswer.from_dict, parse_error)


def parse_error(response: httpx.Response) -> ErrorEnvelope | None:
    """The typed error answer, or None where the body is not one. Never raises."""
    from ...models.error_envelope import ErrorEnvelope

    readers: dict[int, Callable[[Any], ErrorEnvelope]] = {
        400: ErrorEnvelope.from_dict,
        401: ErrorEnvelope.from_dict,
        500: ErrorEnvelope.from_dict,
    }
    return read_error(response, readers)


def sync(
    *,
    client: Client,
    user_id: list[int],
) -> UserLivestreamsAnswer:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
        user_id=user_id,
    )
    return parse(client.send(built))


async def asyncio(
    *,
    client: Client,
    user_id: list[int],
) -> UserLivestreamsAnswer:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
        user_id=user_id,
    )
    return parse(await client.send_async(built))


__all__ = ["OPERATION", "asyncio", "build", "parse", "parse_error", "sync"]
