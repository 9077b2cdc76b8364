"""What a schema in a request may say: what the generated client can check before it sends.

Lint and generator ask here both, so that what the lint lets pass can be generated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from scripts.documents import Node
from scripts.lint.plain import is_mapping, mapping, sequence, text

Follow: TypeAlias = Callable[[Any], Node]

_SAYS_NOTHING = frozenset({"type", "format", "description", "example", "examples", "default"})
_CHECKED: dict[str, frozenset[str]] = {
    "string": frozenset({"minLength", "maxLength", "pattern"}),
    "integer": frozenset({"minimum", "maximum"}),
    "boolean": frozenset(),
    "array": frozenset({"items", "minItems", "maxItems", "uniqueItems"}),
    "object": frozenset({"properties", "required", "minProperties", "additionalProperties"}),
}
_REFUSED_ELSEWHERE = frozenset({"readOnly", "writeOnly", "title", "nullable"})
_FORMATS = {"string": ("uuid", "ulid"), "integer": ("int32", "int64")}


def plain(follow: Follow, schema: Any, above: frozenset[int] = frozenset()) -> Node:
    """A schema whose references and ``allOf`` are worked in."""
    node = follow(schema)
    merged: Node = {}
    if id(node) not in above:
        for member in sequence(node.get("allOf")):
            merged |= plain(follow, member, above | {id(node)})
    return merged | {key: value for key, value in node.items() if key != "allOf"}


def unchecked(
    follow: Follow, schema: Any, above: frozenset[int] = frozenset(), *, body: bool = False
) -> Iterator[str]:
    """Why no check can be made of a schema in a request."""
    place = id(follow(schema))
    node = plain(follow, schema)
    if not node:
        return  # what is not there has rules of its own
    if place in above:
        yield "it contains itself"
    elif body and "oneOf" in node:
        for member in sequence(node["oneOf"]):
            yield from unchecked(follow, member, above | {place})
    elif "anyOf" in node or "oneOf" in node:
        if not _is_open_text(follow, node):
            yield "a union is the whole body, or a list of words that is open for any text"
    elif "enum" in node or "const" in node:
        if any(not isinstance(value, str | bool) for value in words_of(node)):
            yield "only texts are compared with an enum or a const"
    else:
        yield from _of_type(follow, node, above | {place})


def words_of(node: Node) -> list[Any]:
    """The values that an enum or a constant allows."""
    return sequence(node["enum"]) if "enum" in node else [node["const"]]


def _is_open_text(follow: Follow, node: Node) -> bool:
    members = [plain(follow, member) for member in sequence(node.get("anyOf"))]
    texts = all(member.get("type") == "string" for member in members)
    return texts and {"type": "string"} in members


def _of_type(follow: Follow, node: Node, above: frozenset[int]) -> Iterator[str]:
    kind = text(node.get("type"))
    if kind not in _CHECKED:
        yield f"no check is known for the type {node.get('type')}"
        return
    known = _CHECKED[kind] | _SAYS_NOTHING | _REFUSED_ELSEWHERE
    for word in node:
        if word not in known and not word.startswith("x-"):
            yield f"no check is known for {word} of type {kind}"
    if "format" in node and node["format"] not in _FORMATS.get(kind, ()):
        yield f"no check is known for the format {node['format']}"
    pattern = text(node.get("pattern"))
    if pattern and not (pattern.startswith("^") and pattern.endswith("$")):
        yield f"the pattern {pattern} is not anchored at both ends"
    if is_mapping(node.get("additionalProperties")):
        yield "additionalProperties is true or false"
    if kind == "array":
        item = plain(follow, node.get("items"))
        if node.get("uniqueItems") and item.get("type") not in ("string", "integer"):
            yield "only texts and whole numbers are compared with each other"
        yield from unchecked(follow, node.get("items"), above)
    for field in mapping(node.get("properties")).values():
        yield from unchecked(follow, field, above)
