"""How a delivery looks on the wire: its signature, its headers, its bytes."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from conformance.suite import checks
from conformance.suite.cases import MUST, QUIRK
from conformance.suite.listeners import ONCE, Listener, hook_case
from conformance.suite.proofs import (
    DROPS,
    DROPS_TIMESTAMP,
    EVENTS,
    MESSAGE_ID,
    SIGNATURE,
    SUBSCRIBED,
    SUBSCRIPTION_ID,
    TIMESTAMP,
    TYPE,
    VERSION,
    as_go_writes,
    payload,
    same_bytes,
    signed,
)
from conformance.suite.receiver import Arrival
from conformance.suite.spec import document
from conformance.suite.suites.api_chat import posted
from conformance.suite.suites.api_users import id_of

ULID = "[0-7][0-9A-HJKMNP-TV-Z]{25}"
_BASE64_OF_256_BYTES = "[A-Za-z0-9+/]{342}=="
_CHAT = "chat.message.sent"
_MARKUP = 'a < b && c > d, "日本語" \\ 😀'  # all that encoders disagree on


def all_heard(me: Listener) -> dict[str, Arrival]:
    """Every event, a claim of a drop included, once."""
    me.subscribe(*SUBSCRIBED)
    me.hear_drops()
    found: dict[str, Arrival] = {}
    for event in EVENTS:
        me.trigger(event)
        found[event] = me.heard_one()
    return found


def said_by(me: Listener, content: str) -> dict[str, Any]:
    """Post a chat message as the listener's user; its id, and what it says."""
    answer = posted(me.stage, me.token, id_of(me.stage, me.token), content=content)
    checks.status(answer, 200)
    return {"message_id": answer.data["message_id"], "content": content}


def kick_headers(arrival: Arrival) -> list[str]:
    """The names of Kick's own headers, sorted."""
    return sorted(name for name, _ in arrival.headers if name.lower().startswith("kick-"))


@hook_case("hooks/signature/events", QUIRK, evidence=("quirk webhook_rsa_not_hmac",))
def events_are_signed(me: Listener) -> None:
    """The published key proves message id, timestamp and body of each event and of a claim."""
    key = me.key()
    for event, arrival in all_heard(me).items():
        signed(arrival, key, event)


@hook_case(
    "hooks/body/documented",
    MUST,
    evidence=tuple(f"document api {each}" for each in document("api").events.values()),
)
def events_are_as_documented(me: Listener) -> None:
    """The payload of each event, and of a claim of a drop, is as the document describes it."""
    for event, arrival in all_heard(me).items():
        payload(arrival, event)


@hook_case("hooks/headers/events", QUIRK, evidence=("quirk webhook_headers",))
def the_headers_of_events(me: Listener) -> None:
    """An event is posted as JSON with Kick's six headers, and with no others of Kick's."""
    me.subscribe(*SUBSCRIBED)
    six = sorted((MESSAGE_ID, SUBSCRIPTION_ID, SIGNATURE, TIMESTAMP, TYPE, VERSION))
    for event in SUBSCRIBED:
        me.trigger(event)
        arrival = me.heard_one()
        checks.same(f"{event}: headers", kick_headers(arrival), six)
        checks.same(f"{event}: method", arrival.method, "POST")
        checks.same(f"{event}: type", arrival.header("Content-Type"), "application/json")


@hook_case("hooks/headers/forms", QUIRK, evidence=("quirk webhook_headers",))
def the_forms_of_headers(me: Listener) -> None:
    """Ids are ULIDs, the time is in whole seconds of UTC, and the version is 1."""
    names = SUBSCRIBED[:2]
    subscriptions = dict(zip(names, me.subscribe(*names), strict=True))
    me.stage.wait(0.75)
    now = datetime.fromtimestamp(int(me.stage.control.now()), UTC)
    seen = set[str]()
    for event in names:
        me.trigger(event)
        arrival = me.heard_one()
        checks.matches(MESSAGE_ID, arrival.header(MESSAGE_ID), ULID)
        checks.same(SUBSCRIPTION_ID, arrival.header(SUBSCRIPTION_ID), subscriptions[event])
        checks.matches(SIGNATURE, arrival.header(SIGNATURE), _BASE64_OF_256_BYTES)
        checks.same(TIMESTAMP, arrival.header(TIMESTAMP), f"{now:%Y-%m-%dT%H:%M:%SZ}")
        checks.same(TYPE, arrival.header(TYPE), event)
        checks.same(VERSION, arrival.header(VERSION), "1")
        seen.add(arrival.header(MESSAGE_ID))
    checks.same("message ids", len(seen), len(names))


@hook_case("hooks/headers/drops", QUIRK, evidence=("quirk webhook_headers",))
def the_headers_of_drops(me: Listener) -> None:
    """A claim of a drop comes with three headers of Kick's, written a little differently."""
    me.hear_drops()
    me.trigger(DROPS)
    arrival = me.heard_one()
    three = sorted(("Kick-Event-Message-ID", SIGNATURE, DROPS_TIMESTAMP))
    checks.same("headers", kick_headers(arrival), three)
    checks.same("type", arrival.header("Content-Type"), "application/json")
    checks.matches(DROPS_TIMESTAMP, arrival.header(DROPS_TIMESTAMP), r"\d{4}-\d\d-\d\dT[\d:]{8}Z")


@hook_case("hooks/body/compact", QUIRK, evidence=("quirk webhook_raw_body",))
def bodies_are_compact(me: Listener) -> None:
    """A body is compact JSON with Go's escapes and no others, and does not end with a newline."""
    me.stage.set(webhook_raw_body="compact")
    me.subscribe(_CHAT)
    said = said_by(me, _MARKUP)
    arrival = me.heard_one()
    content = payload(arrival, _CHAT)
    checks.same("content", content["content"], said["content"])
    same_bytes("body", arrival.body, as_go_writes(content))


@hook_case("hooks/body/forms", QUIRK, evidence=("quirk webhook_raw_body",), profiles=ONCE)
def bodies_of_other_forms(me: Listener) -> None:
    """Whatever form the setting gives the body, it is that form that arrives, signed as it is."""
    key = me.key()
    me.subscribe(_CHAT)
    for form, has_it in _FORMS.items():
        me.stage.set(webhook_raw_body=form)
        said = said_by(me, _MARKUP)
        arrival = me.heard_one()
        checks.same("content", payload(arrival, _CHAT)["content"], said["content"])
        signed(arrival, key, _CHAT)
        checks.holds(f"the body is {form}", has_it(arrival.body))


def _is_compact(body: bytes) -> bool:
    return body == as_go_writes(json.loads(body))


def _is_spaced(body: bytes) -> bool:
    return b'{"message_id": "' in body and b', "content": "' in body


def _is_escaped(body: bytes) -> bool:
    return body.isascii() and b"\\u65e5\\u672c\\u8a9e" in body


def _has_newline(body: bytes) -> bool:
    return body.endswith(b"}\n") and _is_compact(body[:-1])


_FORMS = {
    "compact": _is_compact,
    "spaced": _is_spaced,
    "escaped": _is_escaped,
    "trailing_newline": _has_newline,
}
