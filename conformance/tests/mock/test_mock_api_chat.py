"""Chat messages."""

from __future__ import annotations

import pytest

from conformance.tests.mock.mock_api import Api, Error, error_of
from conformance.tests.mock.mock_client import world_of

CHAT = "/public/v1/chat"
SEEDED = "5138d04d-68f8-4eca-aa65-93123f6f97fe"
BANS = "/public/v1/moderation/bans"
BOT = {"type": "bot", "content": "The next song is on"}
NOT_FOUND: Error = (404, {}, "Not found")
NO_ORIGINAL: Error = (400, "ORIGINAL_MESSAGE_NOT_FOUND_ERROR", "Bad request")


def said(channel: int = 123, **changes: object) -> dict[str, object]:
    """A message of a user."""
    return {"type": "user", "content": "Hello", "broadcaster_user_id": channel, **changes}


@pytest.fixture
def api() -> Api:
    """A client of a fresh mock."""
    return Api()


def test_a_message_is_kept(api: Api) -> None:
    """With its writer, its channel, the app and what it answers."""
    answer = api.data(f"POST {CHAT}", said(456, content="Hello bob"))
    message = world_of(api.mock).messages.get(answer["message_id"])

    assert answer["is_sent"] is True
    assert message is not None
    assert (message.channel, message.sender, message.app) == (456, 123, api.app.client_id)
    assert (message.content, message.reply_to) == ("Hello bob", None)


@pytest.mark.quirk("chat_bot_vs_user")
def test_a_bot_speaks_in_the_tokens_own_channel(api: Api) -> None:
    """Whatever channel is named."""
    answer = api.data(f"POST {CHAT}", {**BOT, "broadcaster_user_id": 456}, token=api.login("carol"))
    message = world_of(api.mock).messages.get(answer["message_id"])

    assert message is not None
    assert (message.channel, message.sender) == (789, None)


@pytest.mark.quirk("chat_bot_vs_user")
@pytest.mark.parametrize(
    ("setting", "without", "status_with"),
    [
        ("no_bot_400", (400, "Channel not found", "Bad request"), 200),
        ("no_bot_500", (500, None, "internal server error"), 200),
        ("always_500", (500, None, "internal server error"), 500),
    ],
)
def test_a_post_as_bot_needs_a_bot(
    api: Api, setting: str, without: object, status_with: int
) -> None:
    """And with one it may still fail, as the ledger has it."""
    api.mock.settings.change({"chat_bot_vs_user": setting})
    other = api.another()
    token = other.login()
    refused = other.call(f"POST {CHAT}", BOT, token=token)
    api.mock.change_app(other.app.client_id, bot=True)

    assert error_of(refused) == without
    assert refused.quirks == ("chat_bot_vs_user",)
    assert other.call(f"POST {CHAT}", BOT, token=token).status == status_with


@pytest.mark.quirk("chat_bot_vs_user")
def test_a_post_as_user_needs_a_broadcaster(api: Api) -> None:
    """400 without one or with 0, 404 where nobody has the id."""
    for named in ({}, {"broadcaster_user_id": 0}):
        refused = api.call(f"POST {CHAT}", {"type": "user", "content": "Hello", **named})

        assert refused.status == 400
        assert refused.quirks == ("chat_bot_vs_user",)
    assert error_of(api.call(f"POST {CHAT}", said(999_999))) == NOT_FOUND


@pytest.mark.quirk("chat_limits")
def test_characters_are_counted_and_not_bytes(api: Api) -> None:
    """500 of four bytes each pass, 501 of any kind and none do not."""
    assert api.call(f"POST {CHAT}", said(content="\U0001f600" * 500)).status == 200
    for content in ("x" * 501, ""):
        refused = api.call(f"POST {CHAT}", said(content=content))
        assert refused.status == 400
        assert refused.quirks == ("chat_limits",)


def test_an_answered_message_has_to_be_in_the_same_chat(api: Api) -> None:
    """400 in Kick's own word for an id that is unknown or belongs elsewhere."""
    reply = api.data(f"POST {CHAT}", said(reply_to_message_id=SEEDED.upper()))
    message = world_of(api.mock).messages.get(reply["message_id"])

    assert message is not None
    assert message.reply_to == SEEDED
    elsewhere = said(456, reply_to_message_id=SEEDED)
    unknown = said(reply_to_message_id="00000000-0000-4000-8000-000000000000")
    assert error_of(api.call(f"POST {CHAT}", elsewhere)) == NO_ORIGINAL
    assert error_of(api.call(f"POST {CHAT}", unknown)) == NO_ORIGINAL


def test_a_barred_user_cannot_write(api: Api) -> None:
    """403 in that channel until the timeout is over, and nowhere else."""
    bob = api.login("bob")
    api.data(f"POST {BANS}", {"broadcaster_user_id": 123, "user_id": 456, "duration": 1})

    assert error_of(api.call(f"POST {CHAT}", said(), token=bob)) == (403, {}, "Forbidden")
    assert api.call(f"POST {CHAT}", said(456), token=bob).status == 200
    api.mock.clock.advance(60)
    assert api.call(f"POST {CHAT}", said(), token=bob).status == 200


def test_a_deleted_message_is_gone(api: Api) -> None:
    """204 once and 404 after; nobody can answer it any more."""
    assert api.call(f"DELETE {CHAT}/{SEEDED}").status == 204
    assert error_of(api.call(f"DELETE {CHAT}/{SEEDED}")) == NOT_FOUND
    assert error_of(api.call(f"POST {CHAT}", said(reply_to_message_id=SEEDED))) == NO_ORIGINAL


@pytest.mark.parametrize(("user", "status"), [("alice", 204), ("bob", 401), ("carol", 204)])
def test_owner_and_moderator_delete_messages(api: Api, user: str, status: int) -> None:
    """Carol moderates alice's channel; bob, who wrote the message, does not."""
    assert api.call(f"DELETE {CHAT}/{SEEDED}", token=api.login(user)).status == status


def test_old_messages_are_forgotten(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """The mock keeps the latest ones, so that it does not grow for ever."""
    monkeypatch.setattr("kickwire_mock.world.chat.REMEMBERED", 3)
    sent = [api.data(f"POST {CHAT}", said())["message_id"] for _ in range(5)]

    assert len(world_of(api.mock).messages) == 3
    assert api.call(f"DELETE {CHAT}/{sent[1]}").status == 404
    assert api.call(f"DELETE {CHAT}/{sent[2]}").status == 204
