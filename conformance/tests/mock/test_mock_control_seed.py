"""What a mock begins with, and deliveries that are handed over, as its control host tells them."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from kickwire_mock import Mock, MockError

from conformance.tests.mock.mock_api import Api
from conformance.tests.mock.mock_control_host import ORIGINS, ControlHost, users
from conformance.tests.mock.mock_receiver import HOOK, genuine

CHAT = "chat.message.sent"


@pytest.fixture
def control() -> ControlHost:
    """The control host of a new mock."""
    return ControlHost(Mock(seed=3, profile="docs"))


def test_the_seed_is_enough_for_a_first_request(control: ControlHost) -> None:
    """Addresses, app, token and people, as the mock has them."""
    seed, app = control.ask("GET /seed"), control.mock.apps()[0]

    assert (seed["seed"], seed["profile"]) == (3, "docs")
    assert (seed["id_url"], seed["api_url"]) == (ORIGINS.id, ORIGINS.api)
    assert users(control.mock, seed["token"]).status == 200
    assert (seed["client_id"], seed["client_secret"]) == (app.client_id, app.client_secret)
    assert seed["redirect_uri"] == app.redirect_uris[0]
    assert [(each["name"], each["live"]) for each in seed["users"]] == [
        ("alice", True),
        ("bob", False),
        ("carol", False),
    ]


def test_the_seed_tells_what_has_changed(control: ControlHost) -> None:
    """A new person, a stream, a webhook URL."""
    control.ask("POST /users", {"name": "dana"})
    control.ask("PATCH /users/dana/channel", {"live": True, "title": "Chess"})
    control.ask(f"PATCH /apps/{control.mock.apps()[0].client_id}", {"webhook_url": HOOK})
    seed = control.ask("GET /seed")

    assert (seed["users"][-1]["live"], seed["users"][-1]["title"]) == (True, "Chess")
    assert (seed["webhook_url"], seed["drops_url"]) == (HOOK, None)


def test_the_samples_work_until_they_are_used(control: ControlHost) -> None:
    """Each id is of something that is there; what is gone is null, or another one of its kind."""
    api, first = Api(control.mock), control.ask("GET /seed")["samples"]
    reward, redemption = first["reward_id"], first["redemption_id"]
    rewards = "/public/v1/channels/rewards"

    assert [each["id"] for each in api.data(f"GET {rewards}")] == [reward]
    api.data(f"POST {rewards}/redemptions/accept", {"ids": [redemption]})
    api.call(f"DELETE {rewards}/{reward}")
    api.call(f"DELETE /public/v1/chat/{first['message_id']}")
    then = control.ask("GET /seed")["samples"]

    assert then["redemption_id"] not in {None, redemption}
    assert {**then, "redemption_id": ""} == {
        **first,
        "redemption_id": "",
        "reward_id": None,
        "message_id": None,
    }


def test_a_delivery_is_handed_over_and_not_sent(control: ControlHost) -> None:
    """It verifies, it can have what troubles bring, and it is not among the deliveries."""
    body = {"event": CHAT, "user": "carol", "fields": {"content": "hi"}}
    one = control.ask("POST /events/sign", {**body, "trouble": {"form": "spaced", "age": 60}})
    bad = control.ask("POST /events/sign", {**body, "trouble": {"bad_signature": True}})
    key = control.ask("GET /keys")["public_key"]

    assert genuine(httpx.Headers(one["headers"]), one["body"].encode(), key)
    assert not genuine(httpx.Headers(bad["headers"]), bad["body"].encode(), key)
    assert '"content": "hi"' in one["body"]
    assert json.loads(one["body"])["sender"]["username"] == "carol"
    assert one["headers"]["Kick-Event-Message-Timestamp"] == "2025-12-31T23:59:00Z"
    assert (one["url"], one["status"], one["attempts"]) == (None, "unsent", [])
    assert control.ask("GET /deliveries")["deliveries"] == []


def test_the_world_follows_unless_it_is_told_otherwise(control: ControlHost) -> None:
    """A message of a delivery that was handed over can be answered, or never was."""
    api = Api(control.mock)

    def answered(**more: Any) -> int:
        """Status of an answer to the message of such a delivery."""
        made = control.ask("POST /events/sign", {"event": CHAT, **more})
        said = json.loads(made["body"])["message_id"]
        line = "POST /public/v1/chat"
        body = {"content": "x", "type": "bot", "reply_to_message_id": said}
        return api.call(line, body).status

    assert (answered(), answered(happens=True)) == (200, 200)
    assert answered(happens=False) >= 400


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"event": "x"}, "no such event; possible: chat.message.sent"),
        ({"event": CHAT, "user": "nobody"}, "no user of this name"),
        ({"event": CHAT, "fields": {"event": 1}}, "has no field 'event'; known: message_id"),
        ({"event": CHAT, "fields": {"content": 5}}, "content"),
        ({"event": CHAT, "to": HOOK}, "'to'"),
        ({"event": CHAT, "trouble": {"form": "xml"}}, "the body at /trouble/form"),
    ],
)
def test_what_cannot_be_signed_is_told(
    control: ControlHost, body: dict[str, Any], words: str
) -> None:
    """As when it is triggered; a field may even have the name of an argument."""
    status, line = control.refused("POST /events/sign", body)

    assert status in (400, 404)
    assert words in line


@pytest.mark.parametrize("path", ["/events", "/events/sign"])
def test_no_trouble_is_none(control: ControlHost, path: str) -> None:
    """Null says the same as leaving it out."""
    control.ask(f"POST {path}", {"event": CHAT, "trouble": None})


def test_the_apps_webhook_urls_are_chosen_at_the_start() -> None:
    """They are the seed's, so that a reset brings them back."""
    mock = Mock(webhook_url=HOOK, drops_url=f"{HOOK}/drops")
    mock.change_app(mock.apps()[0].client_id, webhook_url=None, drops_url=None)
    mock.reset()

    assert (mock.apps()[0].webhook_url, mock.apps()[0].drops_url) == (HOOK, f"{HOOK}/drops")


def test_a_webhook_url_elsewhere_needs_leave() -> None:
    """At the start as later."""
    with pytest.raises(MockError, match="allow another host with --allow-webhook"):
        Mock(webhook_url="https://example.com/kick")

    assert Mock(webhook_url="https://example.com/kick", allow_webhooks=["example.com"]).apps()
