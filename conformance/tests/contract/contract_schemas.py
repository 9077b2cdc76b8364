"""JSON Schema as the documents use it: walking a value along it, and comparing values under it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeGuard

from scripts.documents import Node, deref

DATE_TIME = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)")
ZERO_TIME = "0001-01-01T00:00:00Z"


@dataclass(frozen=True)
class Site:
    """A place in a JSON value, and what the document says of it."""

    pointer: str
    schema: Node
    value: Any


def is_object(value: Any) -> TypeGuard[dict[str, Any]]:
    """Whether a JSON value is an object."""
    return isinstance(value, dict)


def is_array(value: Any) -> TypeGuard[list[Any]]:
    """Whether a JSON value is an array."""
    return isinstance(value, list)


def plain(document: Node, schema: Node) -> Node:
    """A schema whose ``$ref`` and ``allOf`` are worked in."""
    schema = deref(document, schema)
    merged: Node = {}
    for member in schema.get("allOf", []):
        merged |= plain(document, member)
    return merged | {key: value for key, value in schema.items() if key != "allOf"}


def members(schema: Node) -> list[Node]:
    """The members of a union; none when it is no union."""
    found: list[Node] = schema.get("anyOf") or schema.get("oneOf") or []
    return found


def types(schema: Node) -> list[str]:
    """The JSON types that a schema names."""
    named: list[str] | str = schema.get("type", [])
    return [named] if isinstance(named, str) else named


def chosen(document: Node, schema: Node, value: Any) -> Node:
    """The schema, or the member of a union, that speaks of this value."""
    schema = plain(document, schema)
    for member in members(schema):
        candidate = chosen(document, member, value)
        if (value is None) == (types(candidate) == ["null"]) and _constants_fit(candidate, value):
            return candidate
    return schema


def _constants_fit(schema: Node, value: Any) -> bool:
    return not is_object(value) or all(
        value[name] == node["const"]
        for name, node in schema.get("properties", {}).items()
        if "const" in node and name in value
    )


def sites(document: Node, schema: Node, value: Any, pointer: str = "") -> Iterator[Site]:
    """The value and everything in it that the schema describes."""
    schema = chosen(document, schema, value)
    yield Site(pointer, schema, value)
    if is_array(value):
        for index, item in enumerate(value):
            yield from sites(document, schema["items"], item, f"{pointer}/{index}")
    elif is_object(value):
        for name, node in schema.get("properties", {}).items():
            if name in value:
                yield from sites(document, node, value[name], f"{pointer}/{name}")


def comparable(document: Node, schema: Node, value: Any) -> Any:
    """The value with date-times as instants to the microsecond, and true apart from 1."""
    schema = chosen(document, schema, value)
    if isinstance(value, bool):
        return f"boolean {value}"
    if is_array(value):
        return [comparable(document, schema.get("items", {}), item) for item in value]
    if is_object(value):
        nodes = schema.get("properties", {})
        if "x-kick-zero" in schema and all(not item or key in nodes for key, item in value.items()):
            value = bare(nodes, value)
        return {key: comparable(document, nodes.get(key, {}), item) for key, item in value.items()}
    if isinstance(value, str) and schema.get("format") == "date-time":
        return instant(value)
    return value


def bare(nodes: Node, value: dict[str, Any]) -> dict[str, Any]:
    """An object of zeros without the zeros that Kick may have added to it; any other as it is."""
    known = {key: item for key, item in value.items() if key in nodes}
    return known if is_zero(known) else value


def instant(text: str) -> datetime.datetime:
    """The moment that an RFC 3339 text names; what is below a microsecond is cut."""
    match = DATE_TIME.fullmatch(text)
    assert match is not None, f"{text!r} is no date-time"
    date, clock, fraction, offset = match.groups()
    micro = (fraction or "")[:6].ljust(6, "0")
    offset = "+00:00" if offset == "Z" else offset
    moment = datetime.datetime.strptime(f"{date} {clock}.{micro}{offset}", "%Y-%m-%d %H:%M:%S.%f%z")
    return moment if not moment.utcoffset() else moment.astimezone(datetime.UTC)


def is_zero(value: Any) -> bool:
    """Whether Go writes this where a field was never set."""
    if is_object(value):
        return bool(value) and all(is_zero(item) for item in value.values())
    return not isinstance(value, bool) and value in ("", 0, ZERO_TIME)


def attribute(model: Any, name: str) -> Any:
    """The attribute that stands for a JSON property."""
    return getattr(model, attribute_name(type(model), name))


def attribute_name(model_class: Any, name: str) -> str:
    """Its name: the property's own, or with an underscore where Python has the word itself."""
    return name if name in model_class.__annotations__ else f"{name}_"
