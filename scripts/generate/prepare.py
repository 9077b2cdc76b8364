"""The document as the generator reads it: true to Kick, in words that the generator knows."""

from __future__ import annotations

import copy
from typing import Any, cast

from scripts.documents import Node, deref, mappings

_ZEROS: dict[str, Any] = {"integer": 0, "number": 0.0, "boolean": False, "array": []}


def for_generator(document: Node) -> Node:
    """A copy in which every field with ``x-kick-zero`` is nullable.

    The zero itself is read and written by the model; the generator only needs to know the type.
    Defaults of parameters are taken out, because the generator would send them with every call.
    """
    prepared = copy.deepcopy(document)
    for node in mappings(prepared):
        if node.get("x-kick-zero") == "none":
            _make_nullable(node)
        if "in" in node and isinstance(node.get("schema"), dict):
            cast("Node", node["schema"]).pop("default", None)
    return prepared


def _make_nullable(schema: Node) -> None:
    if "allOf" in schema:
        schema["anyOf"] = [*schema.pop("allOf"), {"type": "null"}]
    else:
        schema["type"] = [schema["type"], "null"]


def zero(document: Node, schema: Node) -> Any:
    """The zero value of Go for a schema: what Kick sends where there is nothing."""
    if "allOf" in schema:
        schema = schema["allOf"][0]
    schema = deref(document, schema)
    kind = cast("str", schema["type"])
    if kind == "string":
        return "0001-01-01T00:00:00Z" if schema.get("format") == "date-time" else ""
    if kind == "object":
        fields = cast("dict[str, Node]", schema.get("properties", {}))
        return {name: zero(document, field) for name, field in fields.items()}
    return _ZEROS[kind]
