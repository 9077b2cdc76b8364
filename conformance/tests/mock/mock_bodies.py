"""The bodies that the API's document shows, to be sent as they are or changed somewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kickwire_mock.operations import Operation


def bodies_of(operation: Operation) -> list[Any]:
    """The bodies that the document shows."""
    declared = operation.place.get("requestBody")
    if declared is None:
        return []
    media = declared.at("content", "application/json").node
    examples = media.get("examples") or {"only": {"value": media["example"]}}
    return [each["value"] for each in examples.values()]


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every container in a value with each of its keys."""
    keys: list[Any] = [*value] if isinstance(value, dict) else [*range(len(value))]
    for key in keys:
        yield value, key
        if isinstance(value[key], dict | list):
            yield from places(value[key])
