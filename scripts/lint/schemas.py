"""Questions about schemas that several rules ask; references and ``allOf`` are seen through."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scripts.documents import Node
from scripts.lint.plain import mapping, sequence, words
from scripts.lint.sources import Document

UNIONS = ("anyOf", "oneOf")


def parts(document: Document, schema: Any, seen: frozenset[int] = frozenset()) -> Iterator[Node]:
    """The schema and everything it must satisfy as well."""
    node = document.follow(schema)
    if id(node) in seen:
        return
    yield node
    for member in sequence(node.get("allOf")):
        yield from parts(document, member, seen | {id(node)})


def members(schema: Node) -> list[Any]:
    """The alternatives of a union."""
    return [member for union in UNIONS for member in sequence(schema.get(union))]


def types(schema: Node) -> set[str]:
    """The types that the schema itself names."""
    named = schema.get("type")
    return {named} if isinstance(named, str) else set(words(named))


def all_types(document: Document, schema: Any) -> set[str]:
    """The types that the schema or one of its parts names."""
    return {name for part in parts(document, schema) for name in types(part)}


def is_object(document: Document, schema: Any) -> bool:
    """Whether only a JSON object can satisfy it."""
    return any(
        types(part) == {"object"} or "properties" in part for part in parts(document, schema)
    )


def admits_null(document: Document, schema: Any, seen: frozenset[int] = frozenset()) -> bool:
    """Whether it says that null may stand here."""
    for part in parts(document, schema):
        if id(part) in seen:
            continue
        if "null" in types(part) or None in sequence(part.get("enum")):
            return True
        deeper = seen | {id(part)}
        if any(admits_null(document, member, deeper) for member in members(part)):
            return True
    return False


def properties(document: Document, schema: Any) -> Node:
    """All properties, those of its parts included."""
    merged: Node = {}
    for part in parts(document, schema):
        merged.update(mapping(part.get("properties")))
    return merged


def required(document: Document, schema: Any) -> set[str]:
    """The names of all required properties."""
    return {name for part in parts(document, schema) for name in words(part.get("required"))}


def body_properties(document: Document, schema: Any) -> Node:
    """The properties of a body; of a union, those of all its members."""
    merged = properties(document, schema)
    for part in parts(document, schema):
        for member in members(part):
            merged.update(properties(document, member))
    return merged


def descend(document: Document, schema: Any, target: str) -> Node | None:
    """The schema of what a JSON pointer names in an instance; no item of a list can be named."""
    found: Node | None = document.follow(schema)
    for token in target.split("/")[1:]:
        name = token.replace("~1", "/").replace("~0", "~")
        found = mapping(body_properties(document, found).get(name)) or None
        if found is None:
            return None
    return found
