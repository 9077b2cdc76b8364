"""Events that are fired by hand on the dashboard, and their deliveries."""

from __future__ import annotations

import base64
import json

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from kickwire_mock import RunningServer
from playwright.sync_api import Page, expect

from conformance.tests.browser.browser_visits import Receiver, Tabs, told

NOBODY = (
    "no app that was meant has subscribed to it on this channel, "
    "or given an address for claims of drops."
)


def test_an_event_reaches_a_receiver_with_the_signature_that_is_shown(
    dashboard: Page, own_server: RunningServer, receiver: Receiver
) -> None:
    """Fired by hand it is delivered, and headers, body, signature and answer can be read."""
    page, server = dashboard, own_server
    form = page.get_by_role("region", name="Fire an event")
    form.get_by_label("Event").select_option("channel.subscription.gifts")
    form.get_by_label("On the channel of").fill("carol")
    form.get_by_label("Or only to the address").fill(receiver.url)
    form.get_by_role("button", name="Fire").click()
    told(page, "channel.subscription.gifts happened. Deliveries made: 1.")
    row = page.locator("#deliveries tbody").first
    expect(row).to_contain_text("delivered")
    expect(row).to_contain_text("answered 200")
    ((headers, body),) = receiver.arrived
    row.locator("summary").first.click()
    for shown in (headers["Kick-Event-Signature"], body.decode(), "thanks"):
        expect(row.get_by_text(shown, exact=True)).to_be_visible()
    assert json.loads(body)["broadcaster"]["username"] == "carol"
    verify(server, headers, body)


def verify(server: RunningServer, headers: dict[str, str], body: bytes) -> None:
    """Prove a delivery as a receiver does; raises if it is not genuine."""
    key = load_pem_public_key(server.mock.webhooks.public_key.encode())
    assert isinstance(key, RSAPublicKey)
    parts = (headers["Kick-Event-Message-Id"], headers["Kick-Event-Message-Timestamp"])
    signed = b".".join([*(part.encode() for part in parts), body])
    key.verify(base64.b64decode(headers["Kick-Event-Signature"]), signed, PKCS1v15(), SHA256())


def test_every_event_can_be_fired_as_it_is(dashboard: Page, own_server: RunningServer) -> None:
    """Each example is shown when its event is chosen, and each event happens."""
    page, server = dashboard, own_server
    form = page.get_by_role("region", name="Fire an event")
    names = form.get_by_label("Event").locator("option").all_inner_texts()
    assert len(names) == 11
    for name in names:
        form.get_by_label("Event").select_option(name)
        example = server.mock.webhooks.example(name)
        assert json.loads(form.get_by_label("Payload").input_value()) == example
        form.get_by_role("button", name="Fire").click()
        told(page, f"{name} happened, and nobody was told: {NOBODY}")


def test_what_is_changed_of_an_example_is_sent(dashboard: Page, receiver: Receiver) -> None:
    """The edited field goes into the payload, everything else fits channel and person."""
    page = dashboard
    form = page.get_by_role("region", name="Fire an event")
    form.get_by_label("Event").select_option("chat.message.sent")
    payload = json.loads(form.get_by_label("Payload").input_value())
    payload["content"] = "edited"
    payload["sender"]["identity"]["username_color"] = "#123456"
    form.get_by_label("Payload").fill(json.dumps(payload))
    form.get_by_label("Done by").fill("carol")
    form.get_by_label("Or only to the address").fill(receiver.url)
    form.get_by_role("button", name="Fire").click()
    told(page, "chat.message.sent happened. Deliveries made: 1.")
    expect(page.locator("#deliveries tbody").first).to_contain_text("answered 200")
    ((_, body),) = receiver.arrived
    arrived = json.loads(body)
    assert arrived["content"] == "edited"
    assert arrived["broadcaster"]["username"] == "alice"
    assert arrived["sender"]["username"] == "carol"
    assert arrived["sender"]["identity"]["username_color"] == "#123456"


def test_a_mistake_loses_nothing(dashboard: Page) -> None:
    """Broken JSON is told with its place, stays as it was written, and nothing happens."""
    page = dashboard
    form = page.get_by_role("region", name="Fire an event")
    fields = form.get_by_label("Payload")
    fields.fill('{"content": }')
    form.get_by_role("button", name="Fire").click()
    expect(page.locator("#told")).to_contain_text("Not done: the payload is not JSON")
    expect(fields).to_be_focused()
    expect(fields).to_have_attribute("aria-invalid", "true")
    expect(fields).to_have_value('{"content": }')
    form.get_by_label("Event").select_option("kicks.gifted")
    form.get_by_label("Event").select_option("chat.message.sent")
    expect(fields).to_have_value('{"content": }')


@pytest.mark.parametrize(
    ("without", "lacks"),
    [("content", "content"), ("sender", "sender"), ("sender.username", "sender.username")],
)
def test_what_is_taken_out_of_an_example_is_told(
    dashboard: Page, own_server: RunningServer, without: str, lacks: str
) -> None:
    """A payload has all of its fields, so nothing happens, and what was written stays."""
    page = dashboard
    form = page.get_by_role("region", name="Fire an event")
    form.get_by_label("Event").select_option("chat.message.sent")
    payload = json.loads(form.get_by_label("Payload").input_value())
    *steps, last = without.split(".")
    inside = payload
    for step in steps:
        inside = inside[step]
    del inside[last]
    form.get_by_label("Payload").fill(json.dumps(payload))
    form.get_by_role("button", name="Fire").click()
    told(page, f"Not done: the payload lacks {lacks}; a field can be changed, not taken out")
    expect(form.get_by_label("Payload")).to_be_focused()
    expect(form.get_by_label("Payload")).to_have_value(json.dumps(payload))
    assert own_server.mock.webhooks.deliveries() == []


@pytest.mark.parametrize("text", ["[1, 2]", "5", "null", '"content"'])
def test_a_payload_that_is_no_object_is_told(dashboard: Page, text: str) -> None:
    """Lists, numbers and texts have no fields."""
    page = dashboard
    form = page.get_by_role("region", name="Fire an event")
    form.get_by_label("Payload").fill(text)
    form.get_by_role("button", name="Fire").click()
    told(page, "Not done: the payload is no object, which stands in braces")
    expect(form.get_by_label("Payload")).to_have_attribute("aria-invalid", "true")


def test_what_the_mock_refuses_is_told_in_its_words(dashboard: Page, tabs: Tabs) -> None:
    """An address that deliveries may not go to is refused, and stays in its field."""
    page = dashboard
    form = page.get_by_role("region", name="Fire an event")
    form.get_by_label("Or only to the address").fill("https://example.com/")
    form.get_by_role("button", name="Fire").click()
    expect(page.locator("#told")).to_contain_text("Not done: deliveries go to loopback addresses")
    expect(form.get_by_label("Or only to the address")).to_have_value("https://example.com/")
    assert [text for text in tabs.complaints if "400" not in text] == []
    tabs.complaints.clear()


def test_troubles_come_with_the_event(dashboard: Page, receiver: Receiver) -> None:
    """Copies and an old timestamp reach the receiver, as chosen."""
    page = dashboard
    form = page.get_by_role("region", name="Fire an event")
    form.get_by_text("Troubles on the way").click()
    form.get_by_label("Further copies").fill("2")
    form.get_by_label("Seconds too old").fill("3600")
    form.get_by_label("Or only to the address").fill(receiver.url)
    form.get_by_role("button", name="Fire").click()
    row = page.locator("#deliveries tbody").first
    expect(row).to_contain_text("answered 200, answered 200, answered 200")
    stamps = {headers["Kick-Event-Message-Timestamp"] for headers, _ in receiver.arrived}
    assert stamps == {"2025-12-31T23:00:00Z"}


def test_a_delivery_is_sent_again(dashboard: Page, receiver: Receiver) -> None:
    """The button sends the same bytes once more, and the row says so."""
    page = dashboard
    form = page.get_by_role("region", name="Fire an event")
    form.get_by_label("Or only to the address").fill(receiver.url)
    form.get_by_role("button", name="Fire").click()
    row = page.locator("#deliveries tbody").first
    expect(row).to_contain_text("answered 200")
    row.locator("summary").first.click()
    row.get_by_role("button", name="Send again").click()
    expect(row).to_contain_text("answered 200, answered 200")
    assert receiver.arrived[0] == receiver.arrived[1]


def test_a_subscribed_app_gets_its_address_on_the_page(
    dashboard: Page, own_server: RunningServer, receiver: Receiver
) -> None:
    """The address that is saved is where the app's events go; subscriptions are listed."""
    page, server = dashboard, own_server
    app = server.mock.apps()[0].name
    page.get_by_role("textbox", name=f"Webhook address of {app}").fill(receiver.url)
    page.get_by_role("button", name=f"Save the webhook address of {app}").click()
    told(page, "The webhook address is saved.")
    answer = httpx.post(
        f"{server.api_url}/public/v1/events/subscriptions",
        headers={"Authorization": f"Bearer {server.token}"},
        json={"events": [{"name": "channel.followed", "version": 1}], "method": "webhook"},
    )
    assert answer.status_code == 200
    listed = page.get_by_role("region", name="Subscriptions", exact=True)
    expect(listed.get_by_role("row").last).to_contain_text("channel.followed")
    form = page.get_by_role("region", name="Fire an event")
    form.get_by_label("Event").select_option("channel.followed")
    form.get_by_role("button", name="Fire").click()
    told(page, "channel.followed happened. Deliveries made: 1.")
    expect(page.locator("#deliveries tbody").first).to_contain_text("delivered")
    page.get_by_role("textbox", name=f"Webhook address of {app}").fill("")
    page.get_by_role("button", name=f"Save the webhook address of {app}").click()
    told(page, "The webhook address is saved.")
    assert server.mock.apps()[0].webhook_url is None
