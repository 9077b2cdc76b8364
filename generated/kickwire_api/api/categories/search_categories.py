"""``GET /public/v1/categories``: Search categories by text."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import httpx

from ..._checking import Values, integer, refuse, text
from ..._requests import Query, read_error, read_json, request
from ...operations import Operation, TokenRequirement
from ...types import UNSET, Unset

if sys.version_info >= (3, 13):
    from warnings import deprecated
else:
    from typing_extensions import deprecated

if TYPE_CHECKING:
    from ...client import Client
    from ...models.category_search_answer import CategorySearchAnswer
    from ...models.error_envelope import ErrorEnvelope

OPERATION = Operation(
    id="searchCategories",
    name="categories.search",
    method="GET",
    path="/public/v1/categories",
    tokens=(
        TokenRequirement("app"),
        TokenRequirement("user"),
    ),
    idempotent=True,
    shared=True,
    deprecated=True,
)

_ARGUMENTS = Values(
    required={"q": text()}, optional={"page": integer(least=1, most=9223372036854775807)}
)


def build(
    base_url: str,
    /,
    *,
    q: str,
    page: int | Unset = UNSET,
) -> httpx.Request:
    """Search categories by text.

    The first version of the category search, deprecated on 2026-01-15 in favour of `GET
    /public/v2/categories`. Pages are numbered and hold up to 100 categories; nothing in
    the answer says which page is the last.

    Args:
        base_url: origin of the server.
        q: The text to look for. Its shortest and longest length are not known.
        page: Number of the page, counted from 1. The highest page is not known. Kick's
            default is 1.

    Token:
        app token, or user token.

    Quirks:
        paging_and_limits_drift
    """
    refuse(
        _ARGUMENTS.given(
            {
                "q": q,
                "page": page,
            }
        )
    )
    query = Query()
    query.one("q", q)
    query.one("page", page)
    return request(
        OPERATION,
        base_url,
        query=query,
    )


def parse(response: httpx.Response) -> CategorySearchAnswer:
    """The value of a 2xx answer.

    Raises:
        StatusError: the status is not 2xx.
        InvalidData: the body is not what the document says.
    """
    from ...models.category_search_answer import CategorySearchAnswer

    return read_json(OPERATION, response, CategorySearchAnswer.from_dict, parse_error)


def parse_error(response: httpx.Response) -> ErrorEnvelope | None:
    """The typed error answer, or None where the body is not one. Never raises."""
    from ...models.error_envelope import ErrorEnvelope

    readers: dict[int, Callable[[Any], ErrorEnvelope]] = {
        400: ErrorEnvelope.from_dict,
        401: ErrorEnvelope.from_dict,
        500: ErrorEnvelope.from_dict,
    }
    return read_error(response, readers)


@deprecated(
    "categories.search: The first version of the category search, deprecated on 2026-01-15 in favour of `GET /public/v2/categories` (categories.list)."
)
def sync(
    *,
    client: Client,
    q: str,
    page: int | Unset = UNSET,
) -> CategorySearchAnswer:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
        q=q,
        page=page,
    )
    return parse(client.send(built))


@deprecated(
    "categories.search: The first version of the category search, deprecated on 2026-01-15 in favour of `GET /public/v2/categories` (categories.list)."
)
async def asyncio(
    *,
    client: Client,
    q: str,
    page: int | Unset = UNSET,
) -> CategorySearchAnswer:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
        q=q,
        page=page,
    )
    return parse(await client.send_async(built))


__all__ = ["OPERATION", "asyncio", "build", "parse", "parse_error", "sync"]
