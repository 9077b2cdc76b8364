"""What a delivery has to be: signed, written and shaped as Kick's are.

Nothing here is the code of the mock or of kickwire: both are judged by it.
"""

from __future__ import annotations

import base64
import binascii
import json
from functools import cache
from typing import Any, cast

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from conformance.suite.cases import Failed
from conformance.suite.receiver import Arrival
from conformance.suite.spec import document

EVENTS = tuple(document("api").events)
"""Every event that the document describes, ``drops.claim`` included."""
DROPS = "drops.claim"
SUBSCRIBED = tuple(each for each in EVENTS if each != DROPS)
"""Those that one subscribes to."""

MESSAGE_ID = "Kick-Event-Message-Id"
SUBSCRIPTION_ID = "Kick-Event-Subscription-Id"
SIGNATURE = "Kick-Event-Signature"
TIMESTAMP = "Kick-Event-Message-Timestamp"
TYPE = "Kick-Event-Type"
VERSION = "Kick-Event-Version"
DROPS_TIMESTAMP = "Kick-Event-Timestamp"

_BITS = 2048


def event_of(arrival: Arrival) -> str:
    """The name of its event; claims of drops do not name themselves."""
    named = dict(arrival.headers)
    return named.get(TYPE, DROPS)


def is_signed(arrival: Arrival, pem: str, event: str) -> bool:
    """Whether the signature proves message id, timestamp and body, as they came.

    Args:
        arrival: the delivery.
        pem: the public key.
        event: a claim of a drop has its timestamp under another name.

    Raises:
        Failed: a header is not there once, or the key is none of Kick's kind.
    """
    sent_at = arrival.header(DROPS_TIMESTAMP if event == DROPS else TIMESTAMP)
    parts = (arrival.header(MESSAGE_ID).encode(), sent_at.encode(), arrival.body)
    try:
        signature = base64.b64decode(arrival.header(SIGNATURE), validate=True)
        _key(pem).verify(signature, b".".join(parts), PKCS1v15(), SHA256())
    except (binascii.Error, ValueError, InvalidSignature):
        return False
    return True


def signed(arrival: Arrival, pem: str, event: str) -> None:
    """Demand that the signature proves a delivery.

    Raises:
        Failed: it does not.
    """
    if not is_signed(arrival, pem, event):
        raise Failed(f"{event}: expected a signature that the public key proves, got another")


def payload(arrival: Arrival, event: str) -> dict[str, Any]:
    """The body, which has to be as the document describes the event.

    Raises:
        Failed: it is not.
    """
    try:
        content = json.loads(arrival.body)
    except ValueError:
        raise Failed(f"{event}: expected JSON, got something else") from None
    error = next(document("api").event_validator(event).iter_errors(content), None)
    if error is not None:
        place = "".join(f"/{step}" for step in error.instance_path) or "the payload"
        raise Failed(f"{event}: expected {place} as documented, got: {error.message}")
    return cast("dict[str, Any]", content)


def as_go_writes(value: object) -> bytes:
    """JSON as Go's encoder writes it: compact, with some characters escaped (`webhook_raw_body`)."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "&<>\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text.encode()


@cache
def _key(pem: str) -> RSAPublicKey:
    try:
        key = load_pem_public_key(pem.encode())
    except ValueError:
        raise Failed("the public key: expected PEM, got something else") from None
    if not isinstance(key, RSAPublicKey) or key.key_size != _BITS:
        raise Failed(f"the public key: expected RSA of {_BITS} bits, got another kind")
    return key
