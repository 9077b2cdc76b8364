"""Answers whose fields are those of another day (ledger ``schema_drift``)."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, cast

from kickwire_mock.answers import JSON
from kickwire_mock.ledger import setting
from kickwire_mock.messages import Reply
from kickwire_mock.routes.api.envelopes import reshaped

DRIFT = setting("schema_drift")
AS_DOCUMENTED = "as_documented"

_LATER: Mapping[str, frozenset[str]] = {
    "getChannels": frozenset(
        {
            "active_subscribers_count",
            "active_gifted_subscribers_count",
            "canceled_subscribers_count",
            "custom_tags",
        }
    ),
    "listLivestreamsV1": frozenset({"custom_tags", "profile_picture"}),
    "getCategory": frozenset({"tags", "viewer_count"}),
}
"""Fields by operationId that were added after the operation had come."""


def drifted(reply: Reply, variant: str, operation: str) -> Reply:
    """A success as one of the variants of ``DRIFT`` has it.

    Args:
        reply: the success.
        variant: name of the variant.
        operation: id of the operation.
    """
    if variant == AS_DOCUMENTED or reply.headers.get("content-type") != JSON:
        return reply
    change = _VARIANTS[variant]
    later = _LATER.get(operation, frozenset())
    body = _walked(json.loads(reply.body), lambda found: change(found, later))
    return reshaped(reply, body, DRIFT)


def _walked(value: object, change: Callable[[dict[str, Any]], dict[str, Any]]) -> object:
    if isinstance(value, dict):
        found = cast("dict[str, Any]", value)
        return change({name: _walked(each, change) for name, each in found.items()})
    if isinstance(value, list):
        return [_walked(each, change) for each in cast("list[object]", value)]
    return value


def _unknown_field(found: dict[str, Any], _later: frozenset[str]) -> dict[str, Any]:
    return {**found, "kickwire_unknown": "a field that no document knows"}


def _without_later(found: dict[str, Any], later: frozenset[str]) -> dict[str, Any]:
    return {name: value for name, value in found.items() if name not in later}


def _image_url(found: dict[str, Any], _later: frozenset[str]) -> dict[str, Any]:
    if not found.keys() >= {"id", "name", "thumbnail"}:
        return found
    return {"image_url" if name == "thumbnail" else name: each for name, each in found.items()}


_VARIANTS: Mapping[str, Callable[[dict[str, Any], frozenset[str]], dict[str, Any]]] = {
    "unknown_field": _unknown_field,
    "before_later_fields": _without_later,
    "image_url": _image_url,
}
