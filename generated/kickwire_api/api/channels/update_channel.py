"""``PATCH /public/v1/channels``: Change title, category or tags of the token's own channel."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import httpx

from ..._checking import Values, array, integer, refuse, text
from ..._requests import read_error, request, require_success
from ...operations import Operation, TokenRequirement

if TYPE_CHECKING:
    from ...client import Client
    from ...models.channel_update import ChannelUpdate
    from ...models.error_envelope import ErrorEnvelope

OPERATION = Operation(
    id="updateChannel",
    name="channels.update",
    method="PATCH",
    path="/public/v1/channels",
    tokens=(TokenRequirement("user", ("channel:write",)),),
    idempotent=True,
)

_BODY = Values(
    optional={
        "category_id": integer(least=1, most=9223372036854775807),
        "stream_title": text(least=1),
        "custom_tags": array(text(least=1), most=10),
    },
    least=1,
)


def build(
    base_url: str,
    /,
    *,
    body: ChannelUpdate,
) -> httpx.Request:
    """Change title, category or tags of the token's own channel.

    Changes the token's own channel. Fields that Kick does not know are ignored and
    still answered with 204: the tags go into `custom_tags`, not `tags`, and `is_mature`
    was never supported. `custom_tags` itself had no effect before 2025-12-19. `GET
    /public/v1/channels` may show the old values for a while. By a report any change
    also switches the mature flag off, which the API cannot switch on again.

    Args:
        base_url: origin of the server.
        body: What to change; at least one field.

    Token:
        user token with `channel:write`.

    Quirks:
        patch_channels_ignores_unknown, patch_channels_clears_mature,
        channels_stale_reads
    """
    refuse(_BODY(body))
    return request(
        OPERATION,
        base_url,
        json_body=body.to_dict(),
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
    body: ChannelUpdate,
) -> None:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
        body=body,
    )
    parse(client.send(built))


async def asyncio(
    *,
    client: Client,
    body: ChannelUpdate,
) -> None:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
        body=body,
    )
    parse(await client.send_async(built))


__all__ = ["OPERATION", "asyncio", "build", "parse", "parse_error", "sync"]
