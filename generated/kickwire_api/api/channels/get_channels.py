"""``GET /public/v1/channels``: Get channels by user id or slug, or the token's own channel."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import httpx

from ..._checking import Values, array, integer, refuse, text
from ..._requests import Query, read_error, read_json, request
from ...operations import Chunk, Operation, TokenRequirement
from ...types import UNSET, Unset

if TYPE_CHECKING:
    from ...client import Client
    from ...models.channels_answer import ChannelsAnswer
    from ...models.error_envelope import ErrorEnvelope

OPERATION = Operation(
    id="getChannels",
    name="channels.get",
    method="GET",
    path="/public/v1/channels",
    tokens=(
        TokenRequirement("app"),
        TokenRequirement("user", ("channel:read",)),
    ),
    optional_scopes=("streamkey:read",),
    chunks=(
        Chunk("broadcaster_user_id", 25, ("broadcaster_user_id",)),
        Chunk("slug", 25, ("slug",), all_or_nothing=True),
    ),
    idempotent=True,
    secret_fields=("key", "url"),
)

_ARGUMENTS = Values(
    optional={
        "broadcaster_user_id": array(integer(least=1, most=9223372036854775807), most=50),
        "slug": array(text(most=25), most=50),
    },
    exclusive=(("broadcaster_user_id", "slug"),),
)


def build(
    base_url: str,
    /,
    *,
    broadcaster_user_id: list[int] | Unset = UNSET,
    slug: list[str] | Unset = UNSET,
) -> httpx.Request:
    """Get channels by user id or slug, or the token's own channel.

    Ask in one of three ways: with `broadcaster_user_id`, with `slug`, or with neither
    for the token's own channel. Mixing the two filters is a 400, and so is an app token
    without any.

    An unknown slug was 200 with an empty list in 2025, which staff called intended, and
    turns the whole call into a 400 in recordings of 2026-09. Be ready for both.

    Kick takes 50 ids or slugs, but calls with 50 slugs have come back with other
    channels' data in them (open since 2025-12), so a client does well to ask for 25 at
    a time.

    An offline channel is full of zero values. Answers can lag behind changes by minutes
    or more, so reading back does not confirm a change. The numbers of subscribers are
    there for every channel, also for one whose owner never dealt with the app.

    Args:
        base_url: origin of the server.
        broadcaster_user_id: User ids of the channels' owners, up to 50. Not together
            with `slug`.
        slug: Names of the channels as they stand in their addresses, up to 50 of at
            most 25 characters each. Not together with `broadcaster_user_id`.

    Token:
        app token, or user token with `channel:read`; `streamkey:read` widens the
            answer.

    Quirks:
        channels_query_rules, channel_unknown_is_200_empty, channels_batch_corruption,
        channels_offline_zero_values, channels_stale_reads, secrets_in_channel
    """
    refuse(
        _ARGUMENTS.given(
            {
                "broadcaster_user_id": broadcaster_user_id,
                "slug": slug,
            }
        )
    )
    query = Query()
    query.repeated("broadcaster_user_id", broadcaster_user_id)
    query.repeated("slug", slug)
    return request(
        OPERATION,
        base_url,
        query=query,
    )


def parse(response: httpx.Response) -> ChannelsAnswer:
    """The value of a 2xx answer.

    Raises:
        StatusError: the status is not 2xx.
        InvalidData: the body is not what the document says.
    """
    from ...models.channels_answer import ChannelsAnswer

    return read_json(OPERATION, response, ChannelsAnswer.from_dict, parse_error)


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
    broadcaster_user_id: list[int] | Unset = UNSET,
    slug: list[str] | Unset = UNSET,
) -> ChannelsAnswer:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
        broadcaster_user_id=broadcaster_user_id,
        slug=slug,
    )
    return parse(client.send(built))


async def asyncio(
    *,
    client: Client,
    broadcaster_user_id: list[int] | Unset = UNSET,
    slug: list[str] | Unset = UNSET,
) -> ChannelsAnswer:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
        broadcaster_user_id=broadcaster_user_id,
        slug=slug,
    )
    return parse(await client.send_async(built))


__all__ = ["OPERATION", "asyncio", "build", "parse", "parse_error", "sync"]
