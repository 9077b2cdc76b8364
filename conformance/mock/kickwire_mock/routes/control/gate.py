"""Who may speak to the control host, judged by its Host and Authorization headers."""

from __future__ import annotations

import base64
import binascii
import hmac
from dataclasses import replace
from http import HTTPStatus

from kickwire_mock.answers import json_reply
from kickwire_mock.messages import Gate, Headers, Reply
from kickwire_mock.wire import host_and_port, is_loopback

_NAME = "the Host header is not a loopback name{}; use localhost or 127.0.0.1"
_KEY = "the key of the control host is missing or wrong; send Authorization: Bearer KEY"
# Browsers ask people for a name and a password only where Basic is offered.
_CHALLENGES = [
    ("WWW-Authenticate", 'Basic realm="kickwire-mock", charset="UTF-8"'),
    ("WWW-Authenticate", 'Bearer realm="kickwire-mock"'),
]


def refusal(gate: Gate, headers: Headers) -> Reply | None:
    """What somebody hears who may not come in; None lets them in."""
    if not _well_named(gate, headers):
        reason = _NAME.format(", nor one that --allow-host names" if gate.names else "")
        return json_reply(HTTPStatus.FORBIDDEN, {"error": reason}, reason=reason)
    if gate.key is not None and not _has_key(gate.key, headers):
        reply = json_reply(HTTPStatus.UNAUTHORIZED, {"error": _KEY}, reason=_KEY)
        return replace(reply, headers=Headers([*_CHALLENGES], raw=reply.headers.raw))
    return None


def _well_named(gate: Gate, headers: Headers) -> bool:
    """Whether the one Host header is a name that leads here.

    A web page that rebinds its own name to this machine still sends its own name.
    """
    values = headers.all("host")
    found = host_and_port(values[0]) if len(values) == 1 else None
    if found is None:
        return False
    name, _ = found
    return name in gate.names or is_loopback(name)


def _has_key(key: str, headers: Headers) -> bool:
    values = headers.all("authorization")
    if len(values) != 1:
        return False
    scheme, _, credentials = values[0].partition(" ")
    sent = credentials.strip().encode("latin-1", "replace")
    if scheme.lower() == "basic":
        sent = _password(sent)
    elif scheme.lower() != "bearer":
        return False
    return hmac.compare_digest(sent, key.encode("utf-8"))


def _password(sent: bytes) -> bytes:
    """The password of Basic credentials (RFC 7617); empty if they cannot be read."""
    try:
        return base64.b64decode(sent, validate=True).partition(b":")[2]
    except binascii.Error:
        return b""
