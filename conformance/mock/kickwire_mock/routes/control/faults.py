"""Faults: their JSON, flat, with the effects among the other fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any, cast

from kickwire_mock.errors import MockError, NotFoundError
from kickwire_mock.faults import NO_TROUBLE, Fault
from kickwire_mock.messages import Effects
from kickwire_mock.routes.control.call import Call
from kickwire_mock.routes.control.controlled import Controlled

_PLAIN = (
    "operation",
    "host",
    "grant_type",
    "client_id",
    "user",
    "event",
    "count",
    "skip",
    "after_commit",
    "status",
    "worded",
    "retry_after",
    "edge",
    "content_type",
    "forbidden",
    "entry_error",
    "vanishes",
    "hold",
    "rotates_key",
    "ends",
    "quirk",
)
_EFFECTS = ("delay", "cut", "reset", "never")
_FRAMING = frozenset({"connection", "content-length", "content-type", "transfer-encoding"})


def armed(mock: Controlled, _call: Call) -> dict[str, Any]:
    """The faults that are armed."""
    return {"faults": [_shown(fault) for fault in mock.faults.armed()]}


def arm(mock: Controlled, call: Call) -> dict[str, Any]:
    """Arm a fault, made anew or from one of the ledger."""
    quirk, variant = call.body.get("quirk"), call.body.get("variant")
    if quirk is not None:
        return _shown(mock.faults.arm(_changed(mock.faults.preset(quirk, variant), call.body)))
    if variant is not None:
        raise MockError("a variant needs its quirk; GET /_mock/faults/presets lists both")
    return _shown(mock.faults.arm(_changed(Fault(), call.body)))


def disarm(mock: Controlled, call: Call) -> dict[str, Any]:
    """Disarm one fault, or all."""
    wanted = call.query.get("id")
    disarmed = mock.faults.disarm(wanted)
    if wanted is not None and not disarmed:
        raise NotFoundError("no fault is armed under this id; GET /_mock/faults lists what is")
    return {"disarmed": disarmed}


def presets(mock: Controlled, _call: Call) -> dict[str, Any]:
    """The faults of the ledger."""
    return {
        "presets": [
            {"quirk": each.quirk, "variant": each.variant, "fault": _shown(each.fault)}
            for each in mock.faults.presets()
        ]
    }


def _changed(fault: Fault, body: Mapping[str, Any]) -> Fault:
    changes = {name: body[name] for name in _PLAIN if name in body}
    effects = {name: body[name] for name in _EFFECTS if name in body}
    if body.get("trouble") is not None:
        changes["trouble"] = replace(fault.trouble or NO_TROUBLE, **body["trouble"])
    if "body" in body:
        changes["body"] = cast("str", body["body"]).encode("utf-8")
    if "headers" in body:
        changes["headers"] = _headers(body["headers"])
    return replace(fault, **changes, effects=replace(fault.effects, **effects))


def _headers(sent: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    for name in sent:
        if name.lower() in _FRAMING:
            raise MockError(
                f"the header {name} is not to be chosen; use content_type, cut or reset for it"
            )
    return tuple(sent.items())


def _shown(fault: Fault) -> dict[str, Any]:
    effects: Effects = fault.effects
    return {
        "id": fault.id,
        "description": fault.description,
        **{name: getattr(fault, name) for name in _PLAIN},
        "trouble": None if fault.trouble is None else asdict(fault.trouble),
        "body": fault.body.decode("utf-8", "replace"),
        "headers": dict(fault.headers),
        **{name: getattr(effects, name) for name in _EFFECTS},
    }
