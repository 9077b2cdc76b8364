"""``POST /public/v1/chat``: Send a chat message."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import httpx

from ..._checking import Values, integer, member, refuse, text, uuid
from ..._requests import read_error, read_json, request
from ...operations import Operation, TokenRequirement

if TYPE_CHECKING:
    from ...client import Client
    from ...models.chat_message_request import ChatMessageRequest
    from ...models.error_envelope import ErrorEnvelope
    from ...models.sent_chat_message_answer import SentChatMessageAnswer

OPERATION = Operation(
    id="sendChatMessage",
    name="chat.send",
    method="POST",
    path="/public/v1/chat",
    tokens=(TokenRequirement("user", ("chat:write",)),),
)

_BODY = Values(
    required={"content": text(least=1, most=500), "type_": member("user", "bot")},
    optional={
        "broadcaster_user_id": integer(least=0, most=9223372036854775807),
        "reply_to_message_id": uuid,
    },
    needs=(("broadcaster_user_id", "type_", "user"),),
)


def build(
    base_url: str,
    /,
    *,
    body: ChatMessageRequest,
) -> httpx.Request:
    """Send a chat message.

    Writes into a channel's chat, as the token's user (`type: user`, into the channel of
    `broadcaster_user_id`) or as the app's bot (`type: bot`, always into the token's own
    channel). Emotes are written as `[emote:<id>:<name>]`. The message comes back as a
    `chat.message.sent` event.

    Refusals to know: a missing `chat:write` is 401, not 403; follower-only and slow
    mode are 403; a bot message before a bot was created in the app's settings was 400
    "Channel not found" in 2025, while in 2026 several apps report 500 for bot messages.
    How many messages may be sent in which time is not known.

    Args:
        base_url: origin of the server.
        body: The message and where it goes.

    Token:
        user token with `chat:write`.

    Quirks:
        chat_bot_vs_user, chat_limits, chat_echo
    """
    refuse(_BODY(body))
    return request(
        OPERATION,
        base_url,
        json_body=body.to_dict(),
    )


def parse(response: httpx.Response) -> SentChatMessageAnswer:
    """The value of a 2xx answer.

    Raises:
        StatusError: the status is not 2xx.
        InvalidData: the body is not what the document says.
    """
    from ...models.sent_chat_message_answer import SentChatMessageAnswer

    return read_json(OPERATION, response, SentChatMessageAnswer.from_dict, parse_error)


def parse_error(response: httpx.Response) -> ErrorEnvelope | None:
    """The typed error answer, or None where the body is not one. Never raises."""
    from ...models.error_envelope import ErrorEnvelope

    readers: dict[int, Callable[[Any], ErrorEnvelope]] = {
        400: ErrorEnvelope.from_dict,
        401: ErrorEnvelope.from_dict,
        403: ErrorEnvelope.from_dict,
        404: ErrorEnvelope.from_dict,
        429: ErrorEnvelope.from_dict,
        500: ErrorEnvelope.from_dict,
    }
    return read_error(response, readers)


def sync(
    *,
    client: Client,
    body: ChatMessageRequest,
) -> SentChatMessageAnswer:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
        body=body,
    )
    return parse(client.send(built))


async def asyncio(
    *,
    client: Client,
    body: ChatMessageRequest,
) -> SentChatMessageAnswer:
    """Send `build` through a client and `parse` the answer; raises what they raise."""
    built = build(
        client.base_url,
        body=body,
    )
    return parse(await client.send_async(built))


__all__ = ["OPERATION", "asyncio", "build", "parse", "parse_error", "sync"]
