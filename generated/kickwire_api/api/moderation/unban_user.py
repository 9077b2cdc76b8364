"""``DELETE /public/v1/moderation/bans``: Lift a ban or end a timeout."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import httpx

from ..._checking import Values, integer, refuse
from ..._requests import read_error, read_json, request
from ...operations import Operation, TokenRequirement

if TYPE_CHECKING:
    from ...client import Client
    from ...models.error_envelope import ErrorEnvelope
    from ...models.moderation_answer import ModerationAnswer
    from ...models.unban_request import UnbanRequest

OPERATION = Operation(
    id="unbanUser",
    name="moderation.unban",
    method="DELETE",
    path="/public/v1/moderation/bans",
    tokens=(TokenRequirement("user", ("moderation:ban",)),),
    idempotent=True,
)

_BODY = Values(
    required={
        "broadcaster_user_id": integer(least=1, most=9223372036854775807),
        "user_id": integer(least=1, most=9223372036854775807),
    }
)


def build(
    base_url: str,
    /,
    *,
    body: UnbanRequest,
) -> httpx.Request:
    """Lift a ban or end a timeout.

    Lets a user back in. The request is a DELETE with a JSON body, which some HTTP
    libraries refuse to send. The exact list of errors is not known.

    Args:
        base_url: origin of the server.
        body: Whom to let back in, and where.

    Token:
        user token with `moderation:ban`.

    Quirks:
        moderation_delete_with_body
    """
    refuse(_BODY(body))
    return request(
        OPERATION,
        base_url,
        json_body=body.to_dict(),
    )


def parse(response: httpx.Response) -> ModerationAnswer:
    """The value of a 2xx answer.

    Raises:
        StatusError: the status is not 2xx.
        InvalidData: the body is not what the document says.
    """
    from ...models.moderation_answer import ModerationAnswer

    return read_json(OPERATION, response, ModerationAnswer.from_dict, parse_error)


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


def sync(
    *,
    client: Client,
    body: UnbanRequest,
) -> ModerationAnswer:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
        body=body,
    )
    return parse(client.send(built))


async def asyncio(
    *,
    client: Client,
    body: UnbanRequest,
) -> ModerationAnswer:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
        body=body,
    )
    return parse(await client.send_async(built))


__all__ = ["OPERATION", "asyncio", "build", "parse", "parse_error", "sync"]
