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

from conformance.suite import checks
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
_BEFORE, _AFTER = 12, 24
"""Bytes that are shown around a difference."""


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
    """JSON as Go's encoder writes it: compact, with some characters escaped."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "&<>\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text.encode()


def same_delivery(first: Arrival, again: Arrival) -> None:
    """Demand that two arrivals are one delivery: id, time, signature and body, byte for byte.

    Raises:
        Failed: they differ.
    """
    checks.same("headers of the repeat", _names(again), _names(first))
    for (name, value), (_, before) in zip(again.headers, first.headers, strict=True):
        checks.same(f"{name} of the repeat", value, before)
    same_bytes("body of the repeat", again.body, first.body)


def same_bytes(what: str, got: bytes, expected: bytes) -> None:
    """Demand that two bodies are equal; the text of a failure shows where they are not.

    Raises:
        Failed: they are not.
    """
    if got == expected:
        return
    pairs = enumerate(zip(got, expected, strict=False))
    place = next((number for number, (a, b) in pairs if a != b), min(len(got), len(expected)))
    shown = slice(max(place - _BEFORE, 0), place + _AFTER)
    raise Failed(f"{what}, from byte {place}: expected {expected[shown]!r}, got {got[shown]!r}")


def _names(arrival: Arrival) -> list[str]:
    return [name for name, _ in arrival.headers]


@cache
def _key(pem: str) -> RSAPublicKey:
    try:
        key = load_pem_public_key(pem.encode())
    except ValueError:
        raise Failed("the public key: expected PEM, got something else") from None
    if not isinstance(key, RSAPublicKey) or key.key_size != _BITS:
        raise Failed(f"the public key: expected RSA of {_BITS} bits, got another kind")
    return key
