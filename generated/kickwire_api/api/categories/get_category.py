"""``GET /public/v1/categories/{category_id}``: Get one category."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import httpx

from ..._checking import Values, integer, refuse
from ..._requests import read_error, read_json, request, segment
from ...operations import Operation, TokenRequirement

if sys.version_info >= (3, 13):
    from warnings import deprecated
else:
    from typing_extensions import deprecated

if TYPE_CHECKING:
    from ...client import Client
    from ...models.category_answer import CategoryAnswer
    from ...models.error_envelope import ErrorEnvelope

OPERATION = Operation(
    id="getCategory",
    name="categories.get",
    method="GET",
    path="/public/v1/categories/{category_id}",
    tokens=(
        TokenRequirement("app"),
        TokenRequirement("user"),
    ),
    idempotent=True,
    shared=True,
    deprecated=True,
)

_ARGUMENTS = Values(required={"category_id": integer(least=1, most=9223372036854775807)})


def build(
    base_url: str,
    /,
    *,
    category_id: int,
) -> httpx.Request:
    """Get one category.

    One category by its id, with its viewer count. Deprecated on 2026-01-15 in favour of
    `GET /public/v2/categories`, which does not count viewers. What an unknown id is
    answered with is not known.

    Args:
        base_url: origin of the server.
        category_id: Id of the category.

    Token:
        app token, or user token.

    Quirks:
        paging_and_limits_drift
    """
    refuse(
        _ARGUMENTS.given(
            {
                "category_id": category_id,
            }
        )
    )
    return request(
        OPERATION,
        base_url,
        path=f"/public/v1/categories/{segment('category_id', category_id)}",
    )


def parse(response: httpx.Response) -> CategoryAnswer:
    """The value of a 2xx answer.

    Raises:
        StatusError: the status is not 2xx.
        InvalidData: the body is not what the document says.
    """
    from ...models.category_answer import CategoryAnswer

    return read_json(OPERATION, response, CategoryAnswer.from_dict, parse_error)


def parse_error(response: httpx.Response) -> ErrorEnvelope | None:
    """The typed error answer, or None where the body is not one. Never raises."""
    from ...models.error_envelope import ErrorEnvelope

    readers: dict[int, Callable[[Any], ErrorEnvelope]] = {
        400: ErrorEnvelope.from_dict,
        401: ErrorEnvelope.from_dict,
        403: ErrorEnvelope.from_dict,
        404: ErrorEnvelope.from_dict,
        500: ErrorEnvelope.from_dict,
    }
    return read_error(response, readers)


@deprecated(
    "categories.get: Deprecated on 2026-01-15 in favour of `GET /public/v2/categories` (categories.list), which does not count viewers."
)
def sync(
    *,
    client: Client,
    category_id: int,
) -> CategoryAnswer:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
        category_id=category_id,
    )
    return parse(client.send(built))


@deprecated(
    "categories.get: Deprecated on 2026-01-15 in favour of `GET /public/v2/categories` (categories.list), which does not count viewers."
)
async def asyncio(
    *,
    client: Client,
    category_id: int,
) -> CategoryAnswer:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
        category_id=category_id,
    )
    return parse(await client.send_async(built))


__all__ = ["OPERATION", "asyncio", "build", "parse", "parse_error", "sync"]
