"""Chat messages, bans and timeouts."""

from __future__ import annotations

from typing import Any

from conformance.suite import checks
from conformance.suite.cases import MUST, QUIRK, case
from conformance.suite.probes import Answer
from conformance.suite.spec import document
from conformance.suite.stage import Stage
from conformance.suite.suites.api_access import not_allowed
from conformance.suite.suites.api_envelope import done, refused, told
from conformance.suite.suites.api_users import id_of

CHAT = "/public/v1/chat"
BANS = "/public/v1/moderation/bans"
_UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_NOBODY = 9_007_199_254_740_991


def posted(stage: Stage, token: str, channel: int | None, **fields: Any) -> Answer:
    """Post a message as the token's user."""
    where = {} if channel is None else {"broadcaster_user_id": channel}
    return stage.api.post(
        CHAT, json={"type": "user", "content": "Hello", **where, **fields}, token=token
    )


def barred(stage: Stage, token: str, channel: int, user: int, **fields: Any) -> Answer:
    """Ban somebody."""
    body = {"broadcaster_user_id": channel, "user_id": user, **fields}
    return stage.api.post(BANS, json=body, token=token)


def pardoned(stage: Stage, token: str, channel: int, user: int) -> Answer:
    """Let somebody in again."""
    body = {"broadcaster_user_id": channel, "user_id": user}
    return stage.api.delete(BANS, json=body, token=token)


def two(stage: Stage) -> tuple[str, int, str, int]:
    """The tokens and ids of alice and bob."""
    alice, bob = stage.login("alice").access_token, stage.login("bob").access_token
    return alice, id_of(stage, alice), bob, id_of(stage, bob)


@case("api/chat/send", MUST, evidence=("document api sendChatMessage",))
def a_message(stage: Stage) -> None:
    """A message is sent and has an id, a new one each time."""
    alice, channel, bob, _ = two(stage)
    seen = set[str]()
    for token in (alice, bob, bob):
        answer = posted(stage, token, channel)
        checks.status(answer, 200)
        sent = checks.conforms(answer, "api", "sendChatMessage")["data"]
        checks.same("is_sent", sent["is_sent"], True)
        checks.matches("message_id", sent["message_id"], _UUID)
        seen.add(sent["message_id"])
    checks.same("number of ids", len(seen), 3)


@case("api/chat/where", QUIRK, evidence=("quirk chat_bot_vs_user",))
def a_message_needs_a_channel(stage: Stage) -> None:
    """A user's message names its channel, or is refused."""
    refused(posted(stage, stage.login().access_token, None))


@case("api/chat/nowhere", MUST, evidence=("document api sendChatMessage",))
def a_message_to_nobody(stage: Stage) -> None:
    """A message to a channel that does not exist is 404."""
    refused(posted(stage, stage.login().access_token, _NOBODY), 404)


@case("api/chat/bot", QUIRK, evidence=("quirk chat_bot_vs_user",), needs=("control",))
def a_message_of_the_bot(stage: Stage) -> None:
    """A bot's message needs no channel; an app without a bot meets what the setting has."""
    body = {"type": "bot", "content": "Beep"}
    way = stage.setting("chat_bot_vs_user")
    answer = stage.api.post(CHAT, json=body, token=stage.login().access_token)
    checks.status(answer, 500 if way == "always_500" else 200)
    token = stage.another_app().login().access_token
    answer = stage.api.post(CHAT, json=body, token=token)
    if way == "no_bot_400":
        told(stage, answer, 400, "Channel not found", "Bad request")
        return
    refused(answer, 500)


@case("api/chat/bot_fails", QUIRK, evidence=("quirk chat_bot_vs_user",), needs=("control",))
def every_bot_fails(stage: Stage) -> None:
    """Where every post as bot fails, it does so with 500, and posts as user go on."""
    token = stage.login().access_token
    stage.set(chat_bot_vs_user="always_500")
    refused(stage.api.post(CHAT, json={"type": "bot", "content": "Beep"}, token=token), 500)
    checks.status(posted(stage, token, id_of(stage, token)), 200)


@case("api/chat/reply", MUST, evidence=("document api sendChatMessage",))
def a_reply(stage: Stage) -> None:
    """A message may answer another one of the same chat, and none that does not exist."""
    alice, channel, bob, other = two(stage)
    message = posted(stage, alice, channel).data["message_id"]
    checks.status(posted(stage, bob, channel, reply_to_message_id=message), 200)
    elsewhere = posted(stage, bob, other, reply_to_message_id=message)
    told(stage, elsewhere, 400, "ORIGINAL_MESSAGE_NOT_FOUND_ERROR", "Bad request")
    refused(posted(stage, bob, channel, reply_to_message_id="not-a-uuid"))


@case("api/chat/delete", MUST, evidence=("document api deleteChatMessage",))
def a_deleted_message(stage: Stage) -> None:
    """The owner of a channel deletes a message once; then it is gone."""
    alice, channel, bob, _ = two(stage)
    path = f"{CHAT}/{posted(stage, bob, channel).data['message_id']}"
    checks.status(stage.api.delete(path, token=alice), 204)
    refused(stage.api.delete(path, token=alice), 404)


@case("api/chat/delete_elsewhere", QUIRK, evidence=("quirk api_401_overloaded",))
def a_message_in_another_channel(stage: Stage) -> None:
    """Who neither owns nor moderates a channel deletes no message there."""
    alice, channel, bob, _ = two(stage)
    path = f"{CHAT}/{posted(stage, alice, channel).data['message_id']}"
    operation = document("api").operation("deleteChatMessage")
    not_allowed(stage, stage.api.delete(path, token=bob), operation)
    checks.status(stage.api.delete(path, token=alice), 204)


@case("api/moderation/ban", MUST, evidence=("document api banUser", "document api sendChatMessage"))
def a_ban(stage: Stage) -> None:
    """Who is banned cannot write in that chat, can in others, and can again when let in."""
    alice, channel, bob, other = two(stage)
    done(stage, barred(stage, alice, channel, other, reason="Spam"))
    refused(posted(stage, bob, channel), 403)
    checks.status(posted(stage, bob, other), 200)
    done(stage, pardoned(stage, alice, channel, other))
    checks.status(posted(stage, bob, channel), 200)


@case(
    "api/moderation/minutes",
    QUIRK,
    evidence=("quirk moderation_duration_minutes",),
    needs=("control",),
)
def a_timeout_in_minutes(stage: Stage) -> None:
    """A timeout lasts as many minutes as it says, and one without a duration has no end."""
    alice, channel, _, other = two(stage)

    def later(seconds: float) -> Answer:
        """What bob hears who writes after a pause, in which his login may have ended."""
        stage.wait(seconds)
        return posted(stage, stage.login("bob").access_token, channel)

    checks.status(barred(stage, alice, channel, other, duration=10), 200)
    refused(later(599), 403)
    checks.status(later(1), 200)
    alice = stage.login("alice").access_token
    checks.status(barred(stage, alice, channel, other), 200)
    refused(later(3600), 403)


@case("api/moderation/elsewhere", QUIRK, evidence=("quirk api_401_overloaded",))
def a_ban_in_another_channel(stage: Stage) -> None:
    """Who neither owns nor moderates a channel bans and pardons nobody there."""
    _, channel, bob, other = two(stage)
    for answer, operation in (
        (barred(stage, bob, channel, other), "banUser"),
        (pardoned(stage, bob, channel, other), "unbanUser"),
    ):
        not_allowed(stage, answer, document("api").operation(operation))


@case("api/moderation/nobody", MUST, evidence=("document api banUser",))
def a_ban_of_nobody(stage: Stage) -> None:
    """A user who does not exist cannot be banned."""
    token = stage.login().access_token
    refused(barred(stage, token, id_of(stage, token), _NOBODY), 404)


@case("api/moderation/body", QUIRK, evidence=("quirk moderation_delete_with_body",))
def a_pardon_needs_its_body(stage: Stage) -> None:
    """A pardon is read from the body alone: without one it is refused, and nobody is let in."""
    alice, channel, bob, other = two(stage)
    checks.status(barred(stage, alice, channel, other), 200)
    query = {"broadcaster_user_id": str(channel), "user_id": str(other)}
    refused(stage.api.delete(BANS, query=query, token=alice))
    refused(posted(stage, bob, channel), 403)


@case("api/moderation/missing", MUST, evidence=("document api banUser",))
def a_ban_needs_both(stage: Stage) -> None:
    """A ban names the channel and the user, or is refused."""
    token = stage.login().access_token
    for body in ({"broadcaster_user_id": 123}, {"user_id": 456}, {}):
        refused(stage.api.post(BANS, json=body, token=token))
