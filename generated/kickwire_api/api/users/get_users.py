"""``GET /public/v1/users``: Get users by id, or the token's own user."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import httpx

from ..._checking import Values, array, integer, refuse
from ..._requests import Query, read_error, read_json, request
from ...operations import Chunk, Operation, TokenRequirement
from ...types import UNSET, Unset

if TYPE_CHECKING:
    from ...client import Client
    from ...models.error_envelope import ErrorEnvelope
    from ...models.users_answer import UsersAnswer

OPERATION = Operation(
    id="getUsers",
    name="users.get",
    method="GET",
    path="/public/v1/users",
    tokens=(
        TokenRequirement("app"),
        TokenRequirement("user", ("user:read",)),
    ),
    chunks=(Chunk("id", 50, ("user_id",)),),
    idempotent=True,
)

_ARGUMENTS = Values(optional={"id": array(integer(least=1, most=9223372036854775807))})


def build(
    base_url: str,
    /,
    *,
    id: list[int] | Unset = UNSET,
) -> httpx.Request:
    """Get users by id, or the token's own user.

    Without `id` this is the user behind the token, which needs a user token. With ids
    it is those users, and ids that Kick does not know are left out without a word. The
    e-mail address is filled only for the user who gave the token. An app token may ask
    for ids according to Kick's documents; one live test saw 401 instead.

    Args:
        base_url: origin of the server.
        id: Ids of the users wanted; leave it out for the token's own user. Kick
            publishes no largest number; 50 is treated as safe.

    Token:
        app token, or user token with `user:read`.

    Quirks:
        no_id_token
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


def parse(response: httpx.Response) -> UsersAnswer:
    """The value of a 2xx answer.

    Raises:
        StatusError: the status is not 2xx.
        InvalidData: the body is not what the document says.
    """
    from ...models.users_answer import UsersAnswer

    return read_json(OPERATION, response, UsersAnswer.from_dict, parse_error)


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
    id: list[int] | Unset = UNSET,
) -> UsersAnswer:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
        id=id,
    )
    return parse(client.send(built))


async def asyncio(
    *,
    client: Client,
    id: list[int] | Unset = UNSET,
) -> UsersAnswer:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
        id=id,
    )
    return parse(await client.send_async(built))


__all__ = ["OPERATION", "asyncio", "build", "parse", "parse_error", "sync"]
