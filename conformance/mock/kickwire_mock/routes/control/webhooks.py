"""Events, deliveries, subscriptions and the signing key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from kickwire_mock.faults import NO_TROUBLE, Trouble
from kickwire_mock.routes.control.call import Call
from kickwire_mock.routes.control.controlled import Controlled
from kickwire_mock.routes.control.known import require_app, require_event
from kickwire_mock.world.outbox import Delivery


def events(mock: Controlled, _call: Call) -> dict[str, Any]:
    """The events that can be triggered, with an example of each."""
    desk = mock.webhooks
    return {"events": [{"event": name, "example": desk.example(name)} for name in desk.events()]}


def trigger(mock: Controlled, call: Call) -> dict[str, Any]:
    """Let an event happen."""
    said: dict[str, Any] = {**call.body, "trouble": _trouble(call)}
    done = mock.webhooks.trigger(**said)
    return {
        "event": done.event,
        "payload": done.payload,
        "deliveries": [each.id for each in done.deliveries],
    }


def sign(mock: Controlled, call: Call) -> dict[str, Any]:
    """Hand over a signed delivery, and send nothing."""
    said: dict[str, Any] = {**call.body, "trouble": _trouble(call) or NO_TROUBLE}
    return _shown(mock.webhooks.sign(**said))


def deliveries(mock: Controlled, call: Call) -> dict[str, Any]:
    """What was sent, or was to be sent, and what became of it."""
    require_app(mock, call.query.get("client_id"))
    require_event(mock, call.query.get("event"))
    return {"deliveries": [_shown(each) for each in mock.webhooks.deliveries(**call.query)]}


def delivery(mock: Controlled, call: Call) -> dict[str, Any]:
    """One of them."""
    return _shown(mock.webhooks.delivery(call.path["id"]))


def repeat(mock: Controlled, call: Call) -> dict[str, Any]:
    """Send one of them once more."""
    return _shown(mock.webhooks.repeat(call.path["id"]))


def key(mock: Controlled, _call: Call) -> dict[str, Any]:
    """The key that proves deliveries now."""
    return {"public_key": mock.webhooks.public_key}


def rotate(mock: Controlled, _call: Call) -> dict[str, Any]:
    """Sign with the next key from now on."""
    return {"public_key": mock.webhooks.rotate_key()}


def subscriptions(mock: Controlled, call: Call) -> dict[str, Any]:
    """Who subscribed to what."""
    require_app(mock, call.query.get("client_id"))
    return {"subscriptions": [asdict(each) for each in mock.subscriptions(**call.query)]}


def _trouble(call: Call) -> Trouble | None:
    said = call.body.get("trouble")
    return None if said is None else Trouble(**said)


def _shown(one: Delivery) -> dict[str, Any]:
    plain: Mapping[str, Any] = asdict(one)
    return {
        **plain,
        "headers": dict(one.headers),
        "body": one.body.decode("utf-8"),
        "quirks": list(one.quirks),
    }
