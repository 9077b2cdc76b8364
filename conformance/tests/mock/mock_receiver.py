"""A receiver of webhooks in process, and how it tells what is genuine."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

import httpx
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from kickwire_mock import InProcessTransport, Mock
from kickwire_mock.world.outbox import Delivery

from conformance.tests.mock.mock_api import Api

HOOK = "http://127.0.0.1:9/kick"
EVENTS = "/public/v1/events/subscriptions"


class Receiver:
    """An app whose webhooks are delivered in process."""

    def __init__(self, mock: Mock | None = None, *, status: int = 200) -> None:
        """Give the first app of a mock, or of a new one, a URL; it answers with this status."""
        self.api = Api(mock)
        self.mock = self.api.mock
        self.got: list[httpx.Request] = []
        self.answer: Callable[[httpx.Request], httpx.Response] = lambda _: httpx.Response(status)
        self.mock.change_app(self.api.app.client_id, webhook_url=HOOK)
        self._transport = InProcessTransport(self.mock, webhooks=httpx.MockTransport(self._receive))

    def subscribe(self, *events: str, token: str | None = None, **fields: Any) -> list[str]:
        """Subscribe to events by name; the ids of the subscriptions."""
        asked = [{"name": event, "version": 1} for event in events]
        found = self.api.data(f"POST {EVENTS}", {"events": asked, **fields}, token=token)
        return [each["subscription_id"] for each in found]

    def receive(self) -> list[httpx.Request]:
        """Let everything that is due arrive; what is new."""
        before = len(self.got)
        self._transport.deliver()
        return self.got[before:]

    def after(self, seconds: float) -> list[httpx.Request]:
        """Let time pass; what arrived then."""
        self.mock.clock.advance(seconds)
        return self.receive()

    def payloads(self) -> list[Any]:
        """The bodies of what is new."""
        return [json.loads(each.content) for each in self.receive()]

    def last(self) -> Delivery:
        """The newest delivery as the mock has it."""
        return self.mock.webhooks.deliveries()[-1]

    def _receive(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.got.append(request)
        return self.answer(request)


def genuine(headers: httpx.Headers, body: bytes, pem: str) -> bool:
    """Whether a delivery was signed with this key, as Kick's page says."""
    timestamp = headers.get("kick-event-message-timestamp") or headers["kick-event-timestamp"]
    message = b".".join((headers["kick-event-message-id"].encode(), timestamp.encode(), body))
    key = load_pem_public_key(pem.encode())
    assert isinstance(key, RSAPublicKey)
    try:
        key.verify(base64.b64decode(headers["kick-event-signature"]), message, PKCS1v15(), SHA256())
    except InvalidSignature:
        return False
    return True


def headers_of(delivery: Delivery) -> httpx.Headers:
    """The headers of a delivery, to be looked up without case."""
    return httpx.Headers(list(delivery.headers))
