"""``GET /public/v1/livestreams``: List who is live (first version)."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import httpx

from ..._checking import Values, array, integer, member, refuse, text
from ..._requests import Query, read_error, read_json, request
from ...operations import Operation, TokenRequirement
from ...types import UNSET, Unset

if sys.version_info >= (3, 13):
    from warnings import deprecated
else:
    from typing_extensions import deprecated

if TYPE_CHECKING:
    from ...client import Client
    from ...models.error_envelope import ErrorEnvelope
    from ...models.livestream_sort import LivestreamSort
    from ...models.livestreams_v1_answer import LivestreamsV1Answer

OPERATION = Operation(
    id="listLivestreamsV1",
    name="livestreams.list_v1",
    method="GET",
    path="/public/v1/livestreams",
    tokens=(
        TokenRequirement("app"),
        TokenRequirement("user"),
    ),
    idempotent=True,
    shared=True,
    deprecated=True,
)

_ARGUMENTS = Values(
    optional={
        "broadcaster_user_id": array(integer(least=1, most=9223372036854775807), most=50),
        "category_id": integer(least=1, most=9223372036854775807),
        "language": text(),
        "limit": integer(least=1, most=100),
        "sort": member("viewer_count", "started_at"),
    }
)


def build(
    base_url: str,
    /,
    *,
    broadcaster_user_id: list[int] | Unset = UNSET,
    category_id: int | Unset = UNSET,
    language: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    sort: LivestreamSort | Unset = UNSET,
) -> httpx.Request:
    """List who is live (first version).

    The first 100 livestreams at most, with no way to see the rest. Deprecated on
    2026-06-23 in favour of `GET /public/v2/livestreams`, still answering in September
    2026. Too many calls are refused with 429; staff spoke of a rise from 20 to 100 per
    minute without saying per what, which does not fit the traffic reported with it.

    Args:
        base_url: origin of the server.
        broadcaster_user_id: Only livestreams of these users, up to 50. One id at a time
            before 2025-07-28.
        category_id: Only livestreams in this category.
        language: Only livestreams in this language, a BCP 47 tag.
        limit: How many livestreams to list at most, 1 to 100. Kick's default is 25.
        sort: By what to sort. That viewers come first when it is left out is known from
            SDKs only. Kick's default is viewer_count.

    Token:
        app token, or user token.

    Quirks:
        paging_and_limits_drift, ratelimit_livestreams
    """
    refuse(
        _ARGUMENTS.given(
            {
                "broadcaster_user_id": broadcaster_user_id,
                "category_id": category_id,
                "language": language,
                "limit": limit,
                "sort": sort,
            }
        )
    )
    query = Query()
    query.repeated("broadcaster_user_id", broadcaster_user_id)
    query.one("category_id", category_id)
    query.one("language", language)
    query.one("limit", limit)
    query.one("sort", sort)
    return request(
        OPERATION,
        base_url,
        query=query,
    )


def parse(response: httpx.Response) -> LivestreamsV1Answer:
    """The value of a 2xx answer.

    Raises:
        StatusError: the status is not 2xx.
        InvalidData: the body is not what the document says.
    """
    from ...models.livestreams_v1_answer import LivestreamsV1Answer

    return read_json(OPERATION, response, LivestreamsV1Answer.from_dict, parse_error)


def parse_error(response: httpx.Response) -> ErrorEnvelope | None:
    """The typed error answer, or None where the body is not one. Never raises."""
    from ...models.error_envelope import ErrorEnvelope

    readers: dict[int, Callable[[Any], ErrorEnvelope]] = {
        400: ErrorEnvelope.from_dict,
        401: ErrorEnvelope.from_dict,
        403: ErrorEnvelope.from_dict,
        429: ErrorEnvelope.from_dict,
        500: ErrorEnvelope.from_dict,
    }
    return read_error(response, readers)


@deprecated(
    "livestreams.list_v1: Deprecated on 2026-06-23 in favour of `GET /public/v2/livestreams` (livestreams.list), still answering in September 2026."
)
def sync(
    *,
    client: Client,
    broadcaster_user_id: list[int] | Unset = UNSET,
    category_id: int | Unset = UNSET,
    language: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    sort: LivestreamSort | Unset = UNSET,
) -> LivestreamsV1Answer:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
        broadcaster_user_id=broadcaster_user_id,
        category_id=category_id,
        language=language,
        limit=limit,
        sort=sort,
    )
    return parse(client.send(built))


@deprecated(
    "livestreams.list_v1: Deprecated on 2026-06-23 in favour of `GET /public/v2/livestreams` (livestreams.list), still answering in September 2026."
)
async def asyncio(
    *,
    client: Client,
    broadcaster_user_id: list[int] | Unset = UNSET,
    category_id: int | Unset = UNSET,
    language: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    sort: LivestreamSort | Unset = UNSET,
) -> LivestreamsV1Answer:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
        broadcaster_user_id=broadcaster_user_id,
        category_id=category_id,
        language=language,
        limit=limit,
        sort=sort,
    )
    return parse(await client.send_async(built))


__all__ = ["OPERATION", "asyncio", "build", "parse", "parse_error", "sync"]
