"""Chat messages: sending and deleting them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus

from kickwire_mock.errors import RequestError
from kickwire_mock.events import payloads
from kickwire_mock.ledger import quirk, setting
from kickwire_mock.messages import Reply
from kickwire_mock.routes.api.visit import (
    Handler,
    NotAllowed,
    Refusal,
    Visit,
    not_found,
    nothing,
    ok,
)
from kickwire_mock.world.chat import Message
from kickwire_mock.world.people import User

BOT_OR_USER = setting("chat_bot_vs_user")
LIMITS = quirk("chat_limits")

_NO_ORIGINAL = "ORIGINAL_MESSAGE_NOT_FOUND_ERROR"


def send(visit: Visit) -> Reply:
    """A message of the token's user, or of the app's bot in the token's own channel."""
    body = visit.arguments.body
    as_bot = body["type"] == "bot"
    channel = _for_bot(visit) if as_bot else _for_user(visit)
    messages = visit.world.messages
    reply_to = body.get("reply_to_message_id")
    answered = None if reply_to is None else messages.get(reply_to)
    if reply_to is not None and (answered is None or answered.channel != channel.user_id):
        reason = "the chat has no message with the id that is answered"
        raise Refusal(HTTPStatus.BAD_REQUEST, _NO_ORIGINAL, "Bad request", reason)
    message = Message(
        id=messages.new_id(),
        channel=channel.user_id,
        sender=None if as_bot else visit.user().user_id,
        app=visit.client_id(),
        content=body["content"],
        sent=visit.world.clock.now(),
        reply_to=None if answered is None else answered.id,
    )
    messages.post(message)
    visit.world.news.append(payloads.chat(visit.world, message))
    return ok({"is_sent": True, "message_id": message.id})


def delete(visit: Visit) -> Reply:
    """Takes a message away from a chat that the token's user may moderate."""
    messages = visit.world.messages
    message = messages.get(visit.arguments.path["message_id"])
    if message is None:
        raise not_found("there is no message with this id")
    if not visit.world.bans.may_moderate(message.channel, visit.user().user_id):
        raise NotAllowed("the user neither owns nor moderates the channel of the message")
    messages.delete(message)
    return nothing()


def _for_bot(visit: Visit) -> User:
    """The channel where the app's bot speaks.

    Raises:
        Refusal: the app has no bot, or nobody's bot can speak.
    """
    app = visit.world.apps.get(visit.client_id())
    value = visit.setting(BOT_OR_USER)
    if value == "always_500":
        raise _failed("every post as bot fails here")
    if app is not None and app.bot:
        return visit.user()
    reason = "the app has no bot"
    if value == "no_bot_500":
        raise _failed(reason)
    status = HTTPStatus.BAD_REQUEST
    raise Refusal(status, "Channel not found", "Bad request", reason, BOT_OR_USER)


def _for_user(visit: Visit) -> User:
    """The channel where the token's user wants to speak.

    Raises:
        RequestError: it is not named.
        Refusal: there is none, or it is closed to the user.
    """
    wanted = visit.arguments.body.get("broadcaster_user_id")
    if not wanted:
        raise RequestError("broadcaster_user_id is required when type is user", BOT_OR_USER)
    channel = visit.world.users.by_id(wanted)
    if channel is None:
        raise not_found("no user has the id of broadcaster_user_id")
    if visit.world.bans.get(channel.user_id, visit.user().user_id) is not None:
        reason = "the user is banned or timed out in this channel"
        raise Refusal(HTTPStatus.FORBIDDEN, {}, "Forbidden", reason)
    return channel


def _failed(reason: str) -> Refusal:
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    return Refusal(status, None, "internal server error", reason, BOT_OR_USER)


def _wrong_message(refusal: RequestError) -> RequestError:
    """What is wrong with the text is a matter of the ledger."""
    quirks = (LIMITS,) if refusal.at == "/content" else ()
    return RequestError(refusal.reason, *quirks, at=refusal.at)


HANDLERS: Mapping[str, Handler] = {"sendChatMessage": send, "deleteChatMessage": delete}
"""By operationId."""

REWORDED: Mapping[str, Callable[[RequestError], RequestError]] = {"sendChatMessage": _wrong_message}
"""By operationId; see `kickwire_mock.routes.api.handlers`."""
