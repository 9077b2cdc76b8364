"""``DELETE /public/v1/chat/{message_id}``: Delete a chat message."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

import httpx

from ..._checking import Values, refuse, uuid
from ..._requests import read_error, request, require_success, segment
from ...operations import Operation, TokenRequirement

if TYPE_CHECKING:
    from ...client import Client
    from ...models.error_envelope import ErrorEnvelope

OPERATION = Operation(
    id="deleteChatMessage",
    name="chat.delete",
    method="DELETE",
    path="/public/v1/chat/{message_id}",
    tokens=(TokenRequirement("user", ("moderation:chat_message:manage",)),),
    idempotent=True,
)

_ARGUMENTS = Values(required={"message_id": uuid})


def build(
    base_url: str,
    /,
    *,
    message_id: UUID,
) -> httpx.Request:
    """Delete a chat message.

    Removes one message from the chat of a channel that the token's user may moderate.
    Added on 2025-12-02. Which errors exist is known only from an SDK that is prepared
    for 403 and 404.

    Args:
        base_url: origin of the server.
        message_id: Id of the message, from the answer to sending it or from a
            `chat.message.sent` event.

    Token:
        user token with `moderation:chat_message:manage`.
    """
    refuse(
        _ARGUMENTS.given(
            {
                "message_id": message_id,
            }
        )
    )
    return request(
        OPERATION,
        base_url,
        path=f"/public/v1/chat/{segment('message_id', message_id)}",
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
        404: ErrorEnvelope.from_dict,
        500: ErrorEnvelope.from_dict,
    }
    return read_error(response, readers)


def sync(
    *,
    client: Client,
    message_id: UUID,
) -> None:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
        message_id=message_id,
    )
    parse(client.send(built))


async def asyncio(
    *,
    client: Client,
    message_id: UUID,
) -> None:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
        message_id=message_id,
    )
    parse(await client.send_async(built))


__all__ = ["OPERATION", "asyncio", "build", "parse", "parse_error", "sync"]
