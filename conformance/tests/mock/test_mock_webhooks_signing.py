"""What a delivery looks like, and that it is signed as Kick signs."""

from __future__ import annotations

import re
from importlib import resources

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from kickwire_mock import Mock, MockError
from kickwire_mock.faults import Trouble

from conformance.tests.mock.mock_api import Api
from conformance.tests.mock.mock_receiver import Receiver, genuine, headers_of

EVENTS = Mock().webhooks.events()
ULID = r"[0-7][0-9A-HJKMNP-TV-Z]{25}"


@pytest.mark.quirk("webhook_rsa_not_hmac")
@pytest.mark.parametrize("event", EVENTS)
def test_the_published_key_proves_a_delivery(event: str) -> None:
    """RSA PKCS#1 v1.5 with SHA-256 over message id, timestamp and body, joined by dots."""
    mock = Mock()
    delivery = mock.webhooks.signed_delivery(event)
    pem = Api(mock).data("GET /public/v1/public-key")["public_key"]

    assert genuine(headers_of(delivery), delivery.body, pem)
    assert not genuine(headers_of(delivery), delivery.body + b" ", pem)


@pytest.mark.quirk("webhook_headers")
def test_an_event_carries_six_headers() -> None:
    """Two ULIDs, a signature, a timestamp of whole seconds, the event, and version 1."""
    receiver = Receiver()
    (subscription,) = receiver.subscribe("channel.followed")
    receiver.mock.webhooks.trigger("channel.followed")
    (got,) = receiver.receive()
    kick = {name: value for name, value in got.headers.items() if name.startswith("kick-")}

    assert re.fullmatch(ULID, kick.pop("kick-event-message-id"))
    assert re.fullmatch(r"[A-Za-z0-9+/]{342}==", kick.pop("kick-event-signature"))
    assert kick == {
        "kick-event-subscription-id": subscription,
        "kick-event-message-timestamp": "2026-01-01T00:00:00Z",
        "kick-event-type": "channel.followed",
        "kick-event-version": "1",
    }
    assert got.headers["content-type"] == "application/json"
    assert got.headers["user-agent"] == "Go-http-client/1.1"


@pytest.mark.quirk("webhook_headers")
def test_a_claim_of_drops_carries_three_headers() -> None:
    """Of other names, and nothing that tells the event; it goes to the organisation's address."""
    receiver = Receiver()
    receiver.mock.change_app(receiver.api.app.client_id, drops_url="http://127.0.0.1:9/drops")
    receiver.mock.webhooks.trigger("drops.claim")
    (got,) = receiver.receive()

    names = [name.decode() for name, _ in got.headers.raw if name.lower().startswith(b"kick-")]
    assert names == ["Kick-Event-Signature", "Kick-Event-Message-ID", "Kick-Event-Timestamp"]
    assert got.url == "http://127.0.0.1:9/drops"
    assert genuine(got.headers, got.content, receiver.mock.webhooks.public_key)


@pytest.mark.quirk("webhook_rsa_not_hmac")
def test_a_signature_can_be_wrong() -> None:
    """It looks like any other and proves nothing."""
    mock = Mock()
    delivery = mock.webhooks.signed_delivery(
        "channel.followed", trouble=Trouble(bad_signature=True)
    )

    assert not genuine(headers_of(delivery), delivery.body, mock.webhooks.public_key)
    assert len(headers_of(delivery)["kick-event-signature"]) == 344


@pytest.mark.quirk("webhook_freshness_vs_delay")
def test_a_timestamp_can_be_old_and_genuine() -> None:
    """Armed, the next delivery says that it is twenty minutes old, and verifies."""
    receiver = Receiver()
    receiver.subscribe("channel.followed")
    receiver.api.arm("webhook_freshness_vs_delay")
    receiver.mock.clock.advance(3600)
    for _ in range(2):
        receiver.mock.webhooks.trigger("channel.followed")
    old, new = receiver.receive()

    assert old.headers["kick-event-message-timestamp"] == "2026-01-01T00:40:00Z"
    assert new.headers["kick-event-message-timestamp"] == "2026-01-01T01:00:00Z"
    assert genuine(old.headers, old.content, receiver.mock.webhooks.public_key)
    assert receiver.mock.webhooks.deliveries()[0].quirks == ("webhook_freshness_vs_delay",)


@pytest.mark.quirk("webhook_key_rotation")
@pytest.mark.parametrize("armed", [True, False])
def test_the_key_rotates(armed: bool) -> None:
    """Armed or asked for: the endpoint serves the next key, with which later deliveries verify."""
    api = Api()
    webhooks, before = api.mock.webhooks, api.mock.webhooks.signed_delivery("channel.followed")
    old = webhooks.public_key
    if armed:
        api.arm("webhook_key_rotation")
    else:
        webhooks.rotate_key()
    new = api.data("GET /public/v1/public-key")["public_key"]
    after = webhooks.signed_delivery("channel.followed")

    assert new == webhooks.public_key != old
    assert genuine(headers_of(before), before.body, old)
    assert genuine(headers_of(after), after.body, new)
    assert not genuine(headers_of(after), after.body, old)


@pytest.mark.quirk("webhook_key_rotation")
def test_a_reset_brings_the_first_key_back() -> None:
    """The seed says which it is; after the last of four the first comes again."""
    mock = Mock(seed=3)
    first = mock.webhooks.public_key
    keys = [mock.webhooks.rotate_key() for _ in range(4)]

    assert first == keys[-1] == Mock(seed=7).webhooks.public_key
    assert len(set(keys)) == 4
    mock.webhooks.rotate_key()
    mock.reset()
    assert mock.webhooks.public_key == first


def test_a_key_of_ones_own_signs() -> None:
    """It goes before the packaged ones, whatever the seed is."""
    own = rsa.generate_private_key(65537, 2048)
    pem = own.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    mock = Mock(seed=2, key=pem)
    delivery, public = mock.webhooks.signed_delivery("channel.followed"), mock.webhooks.public_key

    assert genuine(headers_of(delivery), delivery.body, public)
    assert public != mock.webhooks.rotate_key() == Mock(seed=0).webhooks.public_key


def test_a_key_that_cannot_sign_is_refused() -> None:
    """Rubbish, another kind, a short one and an encrypted one: a line that says what is wrong."""
    short = rsa.generate_private_key(65537, 1024)
    curve = ec.generate_private_key(ec.SECP256R1())
    plain, locked = NoEncryption(), BestAvailableEncryption(b"x")
    for key, seal, complaint in (
        (short, plain, "2048 bits"),
        (curve, plain, "RSA key"),
        (short, locked, "unencrypted PEM"),
    ):
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, seal).decode()
        with pytest.raises(MockError, match=complaint):
            Mock(key=pem)
    with pytest.raises(MockError, match="unencrypted PEM"):
        Mock(key="-----BEGIN PRIVATE KEY-----\nno\n")


def test_the_same_seed_signs_the_same_bytes() -> None:
    """Two mocks that are asked alike make deliveries that are equal to the last byte."""

    def made(seed: int) -> list[object]:
        mock = Mock(seed=seed)
        found = [mock.webhooks.signed_delivery(event) for event in EVENTS]
        return [(each.headers, each.body) for each in found]

    assert made(5) == made(5)
    assert made(5) != made(6)


def test_private_keys_are_in_no_answer_and_no_repr() -> None:
    """What the mock shows of its keys is the public half."""
    mock = Mock()
    shown = repr(mock.webhooks) + repr(vars(mock)) + mock.webhooks.public_key

    folder = resources.files("kickwire_mock") / "worthless_keys"
    private = (folder / "webhook_0_private.pem").read_text("ascii").splitlines()[1]
    assert private not in shown
