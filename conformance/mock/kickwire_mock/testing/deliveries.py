"""Webhook deliveries as a handler is given them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from kickwire_mock.core import Mock
from kickwire_mock.faults import NO_TROUBLE, Trouble


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedDelivery:
    """One delivery, as Kick would send it: hand ``headers`` and ``body`` to your handler."""

    id: str
    """The message id, which stays the same when Kick sends it again."""
    event: str
    headers: dict[str, str]
    """All that Kick sends, the signature included."""
    body: bytes
    """Byte for byte what was signed."""
    public_key: str = field(repr=False)
    """PEM of the key that proves it, as the mock's public-key endpoint shows it."""

    @property
    def payload(self) -> dict[str, Any]:
        """What the body says."""
        found: dict[str, Any] = json.loads(self.body)
        return found


def signed_delivery(
    mock: Mock,
    event: str,
    channel: str | None,
    user: str | None,
    trouble: Trouble | None,
    fields: dict[str, Any],
) -> SignedDelivery:
    """Let an event happen and hand over its delivery; see `KickMock.signed_delivery`."""
    delivery = mock.webhooks.signed_delivery(
        event, channel=channel, user=user, trouble=trouble or NO_TROUBLE, **fields
    )
    return SignedDelivery(
        id=delivery.id,
        event=delivery.event,
        headers=dict(delivery.headers),
        body=delivery.body,
        public_key=mock.webhooks.public_key,
    )
