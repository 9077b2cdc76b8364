"""``GET /public/v2/categories``: List or search categories."""

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
    from ...models.categories_answer import CategoriesAnswer
    from ...models.error_envelope import ErrorEnvelope

OPERATION = Operation(
    id="listCategories",
    name="categories.list",
    method="GET",
    path="/public/v2/categories",
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
        "cursor": text(),
        "limit": integer(least=1, most=1000),
        "name": array(text(least=3, most=100)),
        "tag": array(text(least=3, most=100)),
        "id": array(integer(least=1, most=9223372036854775807)),
    }
)


def build(
    base_url: str,
    /,
    *,
    cursor: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    name: list[str] | Unset = UNSET,
    tag: list[str] | Unset = UNSET,
    id: list[int] | Unset = UNSET,
) -> httpx.Request:
    """List or search categories.

    Pages through the categories, narrowed by name or tag, or picks some by id.
    `cursor`, `limit`, `name` and `tag` go together; `id` is another way to select and
    is not meant to be mixed with them. The ceiling of `limit` fell from 1000 to 100 for
    about a week in January 2026 and came back.

    Args:
        base_url: origin of the server.
        cursor: Where to go on, taken from `next_cursor` of the page before. Base64; 4
            to 28 characters.
        limit: How many categories a page holds at most, 1 to 1000. Kick's default is
            25.
        name: Only categories whose name begins with one of these, each 3 to 100
            characters, sent in one comma-separated value. A word from the middle of a
            name finds nothing. How many are allowed is not known.
        tag: Only categories that carry one of these tags, each 3 to 100 characters,
            sent in one comma-separated value. How many tags are allowed is not known.
        id: Only the categories with these ids, sent in one comma-separated value. How
            many ids are allowed is not known.

    Token:
        app token, or user token.

    Quirks:
        paging_and_limits_drift
    """
    refuse(
        _ARGUMENTS.given(
            {
                "cursor": cursor,
                "limit": limit,
                "name": name,
                "tag": tag,
                "id": id,
            }
        )
    )
    query = Query()
    query.one("cursor", cursor)
    query.one("limit", limit)
    query.separated("name", name)
    query.separated("tag", tag)
    query.separated("id", id)
    return request(
        OPERATION,
        base_url,
        query=query,
    )


def parse(response: httpx.Response) -> CategoriesAnswer:
    """The value of a 2xx answer.

    Raises:
        StatusError: the status is not 2xx.
        InvalidData: the body is not what the document says.
    """
    from ...models.categories_answer import CategoriesAnswer

    return read_json(OPERATION, response, CategoriesAnswer.from_dict, parse_error)


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
    cursor: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    name: list[str] | Unset = UNSET,
    tag: list[str] | Unset = UNSET,
    id: list[int] | Unset = UNSET,
) -> CategoriesAnswer:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
        cursor=cursor,
        limit=limit,
        name=name,
        tag=tag,
        id=id,
    )
    return parse(client.send(built))


async def asyncio(
    *,
    client: Client,
    cursor: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    name: list[str] | Unset = UNSET,
    tag: list[str] | Unset = UNSET,
    id: list[int] | Unset = UNSET,
) -> CategoriesAnswer:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
        cursor=cursor,
        limit=limit,
        name=name,
        tag=tag,
        id=id,
    )
    return parse(await client.send_async(built))


__all__ = ["OPERATION", "asyncio", "build", "parse", "parse_error", "sync"]
