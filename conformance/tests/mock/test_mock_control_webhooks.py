"""Events, deliveries, subscriptions and the key over the control host."""

from __future__ import annotations

import json

import httpx
import pytest
from kickwire_mock import Mock

from conformance.tests.mock.mock_control_host import ControlHost
from conformance.tests.mock.mock_receiver import HOOK, Receiver, genuine

FOLLOW = "channel.followed"


@pytest.fixture
def receiver() -> Receiver:
    """An app that hears of follows."""
    found = Receiver()
    found.subscribe(FOLLOW)
    return found


@pytest.fixture
def control(receiver: Receiver) -> ControlHost:
    """The control host of its mock."""
    return ControlHost(receiver.mock)


def test_every_event_is_listed_with_its_example(control: ControlHost) -> None:
    """The ten and the claims of drops, each with a payload to start from."""
    listed = control.ask("GET /events")["events"]

    assert len(listed) == 11
    assert all(each["example"] for each in listed)


def test_an_event_is_triggered_and_its_delivery_shown(
    control: ControlHost, receiver: Receiver
) -> None:
    """What the answer names is what arrives; afterwards the delivery tells what was answered."""
    told = control.ask("POST /events", {"event": FOLLOW, "user": "carol"})
    (got,) = receiver.receive()
    shown = control.ask(f"GET /deliveries/{told['deliveries'][0]}")

    assert json.loads(got.content) == told["payload"]
    assert told["payload"]["follower"]["username"] == "carol"
    assert shown["body"].encode() == got.content
    assert got.headers["kick-event-signature"] == shown["headers"]["Kick-Event-Signature"]
    assert (shown["status"], shown["attempts"][0]["status"]) == ("delivered", 200)


def test_a_trouble_goes_with_an_event_or_waits_for_one(
    control: ControlHost, receiver: Receiver
) -> None:
    """Given with the trigger, or armed as a fault; shown as it was armed."""
    control.ask("POST /events", {"event": FOLLOW, "trouble": {"bad_signature": True}})
    armed = control.ask("POST /faults", {"event": FOLLOW, "trouble": {"form": "spaced"}})
    control.ask("POST /events", {"event": FOLLOW})
    bad, spaced = receiver.receive()
    key = control.ask("GET /keys")["public_key"]

    assert not genuine(bad.headers, bad.content, key)
    assert genuine(spaced.headers, spaced.content, key)
    assert b'": ' in spaced.content
    assert armed["trouble"]["form"] == "spaced"
    assert control.ask("GET /faults") == {"faults": []}


def test_deliveries_are_chosen(control: ControlHost, receiver: Receiver) -> None:
    """By number, event and app, and no more than wanted: the latest, unless a number is given."""
    client_id = receiver.api.app.client_id
    receiver.subscribe("kicks.gifted")
    for event in (FOLLOW, "kicks.gifted", FOLLOW):
        control.ask("POST /events", {"event": event})

    def numbers(query: str) -> list[int]:
        """Of the deliveries that fit."""
        return [each["number"] for each in control.ask(f"GET /deliveries{query}")["deliveries"]]

    assert numbers("") == [1, 2, 3]
    assert numbers("?after=1") == [2, 3]
    assert numbers("?event=kicks.gifted") == [2]
    assert numbers("?after=0&limit=1") == [1]
    assert numbers(f"?client_id={client_id}&limit=2") == [2, 3]
    other = receiver.mock.add_app("Other", redirect_uris=["http://localhost/"])
    assert numbers(f"?client_id={other.client_id}") == []


def test_a_delivery_is_repeated(control: ControlHost, receiver: Receiver) -> None:
    """The same bytes once more."""
    (made,) = control.ask("POST /events", {"event": FOLLOW})["deliveries"]
    control.ask(f"POST /deliveries/{made}/repeat")
    first, second = receiver.receive()

    assert (first.content, first.headers) == (second.content, second.headers)


def test_the_key_is_shown_and_rotated(control: ControlHost, receiver: Receiver) -> None:
    """The API host serves the same one."""
    before = control.ask("GET /keys")["public_key"]
    after = control.ask("POST /keys/rotate")["public_key"]

    assert before != after == receiver.api.data("GET /public/v1/public-key")["public_key"]


def test_subscriptions_are_listed(control: ControlHost, receiver: Receiver) -> None:
    """Of all apps, or of one."""
    (one,) = control.ask("GET /subscriptions")["subscriptions"]

    assert (one["event"], one["channel"]) == (FOLLOW, 123)
    assert one["app"] == receiver.api.app.client_id
    other = receiver.mock.add_app("Other", redirect_uris=["http://localhost/"])
    query = f"?client_id={other.client_id}"
    assert control.ask(f"GET /subscriptions{query}") == {"subscriptions": []}


def test_an_app_gets_its_addresses(control: ControlHost) -> None:
    """When it is registered or later; null takes one away, and webhooks can be switched off."""
    app = {"name": "Two", "redirect_uris": ["http://x/"], "webhook_url": HOOK, "drops_url": HOOK}
    made = control.ask("POST /apps", app)
    assert (made["webhook_url"], made["drops_url"], made["webhooks"]) == (HOOK, HOOK, True)
    changed = control.ask(
        f"PATCH /apps/{made['client_id']}", {"webhook_url": None, "webhooks": False}
    )
    assert (changed["webhook_url"], changed["drops_url"], changed["webhooks"]) == (
        None,
        HOOK,
        False,
    )


@pytest.mark.parametrize(
    ("line", "body", "status", "complaint"),
    [
        ("POST /events", {"event": "no"}, 404, "no such event; possible: "),
        ("POST /events", {"event": FOLLOW, "user": "nobody"}, 404, "no user of this name"),
        ("POST /events", {"event": FOLLOW, "fields": {"x": 1}}, 400, "no field 'x'"),
        ("POST /events", {"event": FOLLOW, "to": "http://example.com/"}, 400, "loopback"),
        ("POST /events", {}, 400, "event"),
        ("POST /faults", {"trouble": {}}, 400, "the trouble does nothing"),
        ("POST /faults", {"trouble": {"dorp": True}}, 400, "dorp"),
        ("GET /deliveries/no", None, 404, "no delivery has this message id"),
        ("POST /deliveries/no/repeat", None, 404, "no delivery has this message id"),
        (
            "POST /apps",
            {"name": "x", "redirect_uris": ["http://x/"], "webhook_url": "x"},
            400,
            "URL",
        ),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(
    control: ControlHost, line: str, body: object, status: int, complaint: str
) -> None:
    """With what to change."""
    reply = control.send(line, body)
    (error,) = json.loads(reply.body).values()

    assert reply.status == status
    assert complaint in error
    assert "\n" not in error


@pytest.mark.parametrize(
    ("line", "host", "content_type"),
    [
        ("POST /events", "evil.example", "application/json"),
        ("POST /events", "localhost", "text/plain"),
        ("POST /keys/rotate", "localhost", "application/x-www-form-urlencoded"),
    ],
)
def test_a_web_page_fires_no_event(
    control: ControlHost, receiver: Receiver, line: str, host: str, content_type: str
) -> None:
    """Neither under a name of its own that leads here, nor with a form that a browser sends."""
    key = receiver.mock.webhooks.public_key
    body = json.dumps({"event": FOLLOW}).encode()
    reply = control.send(line, body, host=host, content_type=content_type)

    assert reply.status in (403, 415)
    assert receiver.receive() == []
    assert receiver.mock.webhooks.public_key == key


def test_triggers_fill_the_world_of_a_mock_without_a_receiver() -> None:
    """Who has no endpoint yet can look at what would be sent."""
    mock = Mock()
    control = ControlHost(mock)
    told = control.ask("POST /events", {"event": FOLLOW, "to": HOOK})
    with httpx.Client() as client:
        request = client.build_request("POST", HOOK, content=b"")
    shown = control.ask(f"GET /deliveries/{told['deliveries'][0]}")

    assert shown["url"] == str(request.url)
    assert shown["status"] == "waiting"
