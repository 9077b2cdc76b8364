"""``POST /public/v1/moderation/bans``: Ban a user or time a user out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import httpx

from ..._checking import Values, integer, refuse, text
from ..._requests import read_error, read_json, request
from ...operations import Operation, TokenRequirement

if TYPE_CHECKING:
    from ...client import Client
    from ...models.ban_request import BanRequest
    from ...models.error_envelope import ErrorEnvelope
    from ...models.moderation_answer import ModerationAnswer

OPERATION = Operation(
    id="banUser",
    name="moderation.ban",
    method="POST",
    path="/public/v1/moderation/bans",
    tokens=(TokenRequirement("user", ("moderation:ban",)),),
)

_BODY = Values(
    required={
        "broadcaster_user_id": integer(least=1, most=9223372036854775807),
        "user_id": integer(least=1, most=9223372036854775807),
    },
    optional={"duration": integer(least=1, most=10080), "reason": text(most=100)},
)


def build(
    base_url: str,
    /,
    *,
    body: BanRequest,
) -> httpx.Request:
    """Ban a user or time a user out.

    Bars a user from a channel that the token's user may moderate: for good without
    `duration`, else for that many minutes. The exact list of errors is not known.

    Args:
        base_url: origin of the server.
        body: Whom to bar, where and for how long.

    Token:
        user token with `moderation:ban`.

    Quirks:
        moderation_duration_minutes
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
    body: BanRequest,
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
    body: BanRequest,
) -> ModerationAnswer:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
        body=body,
    )
    return parse(await client.send_async(built))


__all__ = ["OPERATION", "asyncio", "build", "parse", "parse_error", "sync"]
