"""``GET /public/v2/livestreams``: List who is live."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import httpx

from ..._checking import Values, array, integer, refuse, text
from ..._requests import Query, read_error, read_json, request
from ...operations import Operation, Paging, TokenRequirement
from ...types import UNSET, Unset

if TYPE_CHECKING:
    from ...client import Client
    from ...models.error_envelope import ErrorEnvelope
    from ...models.livestreams_answer import LivestreamsAnswer

OPERATION = Operation(
    id="listLivestreams",
    name="livestreams.list",
    method="GET",
    path="/public/v2/livestreams",
    tokens=(
        TokenRequirement("app"),
        TokenRequirement("user"),
    ),
    paging=Paging(
        parameter="cursor", next=("pagination", "next_cursor"), items=("data",), end=("", None)
    ),
    idempotent=True,
    shared=True,
)

_ARGUMENTS = Values(
    optional={
        "category_id": array(integer(least=1, most=9223372036854775807), most=25),
        "language_code": array(text(), most=25),
        "limit": integer(least=1, most=1000),
        "cursor": text(),
    }
)


def build(
    base_url: str,
    /,
    *,
    category_id: list[int] | Unset = UNSET,
    language_code: list[str] | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
) -> httpx.Request:
    """List who is live.

    Pages through the running livestreams, oldest start first; there is no other order.
    Viewer counts are renewed about once a minute, so asking more often gains nothing.
    Added on 2026-06-23.

    Args:
        base_url: origin of the server.
        category_id: Only livestreams in one of these categories, up to 25.
        language_code: Only livestreams in one of these languages, up to 25 BCP 47 tags.
        limit: How many livestreams a page holds at most, 1 to 1000. Kick's default is
            100.
        cursor: Where to go on, taken from `next_cursor` of the page before. Its form
            and length are not known.

    Token:
        app token, or user token.

    Quirks:
        paging_and_limits_drift, ratelimit_livestreams
    """
    refuse(
        _ARGUMENTS.given(
            {
                "category_id": category_id,
                "language_code": language_code,
                "limit": limit,
                "cursor": cursor,
            }
        )
    )
    query = Query()
    query.repeated("category_id", category_id)
    query.repeated("language_code", language_code)
    query.one("limit", limit)
    query.one("cursor", cursor)
    return request(
        OPERATION,
        base_url,
        query=query,
    )


def parse(response: httpx.Response) -> LivestreamsAnswer:
    """The value of a 2xx answer.

    Raises:
        StatusError: the status is not 2xx.
        InvalidData: the body is not what the document says.
    """
    from ...models.livestreams_answer import LivestreamsAnswer

    return read_json(OPERATION, response, LivestreamsAnswer.from_dict, parse_error)


def parse_error(response: httpx.Response) -> ErrorEnvelope | None:
    """The typed error answer, or None where the body is not one. Never raises."""
    from ...models.error_envelope import ErrorEnvelope

    readers: dict[int, Callable[[Any], ErrorEnvelope]] = {
        400: ErrorEnvelope.from_dict,
        401: ErrorEnvelope.from_dict,
        429: ErrorEnvelope.from_dict,
        500: ErrorEnvelope.from_dict,
    }
    return read_error(response, readers)


def sync(
    *,
    client: Client,
    category_id: list[int] | Unset = UNSET,
    language_code: list[str] | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
) -> LivestreamsAnswer:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
        category_id=category_id,
        language_code=language_code,
        limit=limit,
        cursor=cursor,
    )
    return parse(client.send(built))


async def asyncio(
    *,
    client: Client,
    category_id: list[int] | Unset = UNSET,
    language_code: list[str] | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
) -> LivestreamsAnswer:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
        category_id=category_id,
        language_code=language_code,
        limit=limit,
        cursor=cursor,
    )
    return parse(await client.send_async(built))


__all__ = ["OPERATION", "asyncio", "build", "parse", "parse_error", "sync"]
