"""``DELETE /public/v1/events/subscriptions``: Delete event subscriptions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import httpx

from ..._checking import Values, array, refuse, text
from ..._requests import Query, read_error, request, require_success
from ...operations import Chunk, Operation, TokenRequirement

if TYPE_CHECKING:
    from ...client import Client
    from ...models.error_envelope import ErrorEnvelope

OPERATION = Operation(
    id="unsubscribeFromEvents",
    name="events.unsubscribe",
    method="DELETE",
    path="/public/v1/events/subscriptions",
    tokens=(
        TokenRequirement("app"),
        TokenRequirement("user", ("events:subscribe",)),
    ),
    chunks=(Chunk("id", 50),),
    idempotent=True,
)

_ARGUMENTS = Values(required={"id": array(text(), least=1, most=50)})


def build(
    base_url: str,
    /,
    *,
    id: list[str],
) -> httpx.Request:
    """Delete event subscriptions.

    Ends subscriptions by their ids. Success has no body; an old page of Kick's
    documents showed one.

    Args:
        base_url: origin of the server.
        id: Ids of the subscriptions (ULIDs), at least one. Kick documents no largest
            number; 50 was observed.

    Token:
        app token, or user token with `events:subscribe`.

    Quirks:
        subscription_delete
    """
    refuse(
        _ARGUMENTS.given(
            {
                "id": id,
            }
        )
    )
    query = Query()
    query.repeated("id", id)
    return request(
        OPERATION,
        base_url,
        query=query,
    )


def parse(response: httpx.Response) -> None:
    """The value of a 2xx answer.

    Raises:
        StatusError: the status is not 2xx.
    """
    require_success(OPERATION, response, parse_error)


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
    id: list[str],
) -> None:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
        id=id,
    )
    parse(client.send(built))


async def asyncio(
    *,
    client: Client,
    id: list[str],
) -> None:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
        id=id,
    )
    parse(await client.send_async(built))


__all__ = ["OPERATION", "asyncio", "build", "parse", "parse_error", "sync"]
