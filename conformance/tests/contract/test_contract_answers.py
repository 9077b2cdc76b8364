"""Every answer that the documents allow is read, and comes back as it was."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.tests.contract.contract_documents import DOCUMENTS, ENDPOINTS
from conformance.tests.contract.contract_schemas import (
    ZERO_TIME,
    comparable,
    members,
    plain,
    types,
)
from scripts.documents import Node, deref, operations

many = settings(max_examples=40)

TEXTS = st.text(max_size=12)
TIMES = [
    "2026-03-01T18:54:19.323Z",
    "2026-01-01T11:00:00+11:00",
    "2026-03-01T18:54:19.123456789Z",
    "2024-02-29T00:00:00-03:30",
]
LARGEST = 2**63 - 1


def values(document: Node, schema: Node) -> st.SearchStrategy[Any]:
    """JSON values that a schema allows."""
    zero = schema.get("x-kick-zero") == "none"
    node = plain(document, schema)
    if members(node):
        return st.one_of([values(document, member) for member in members(node)])
    if "const" in node or "enum" in node:
        return st.sampled_from(node.get("enum", [node.get("const")]))
    kinds = types(node) or ["any"]
    found = st.one_of([_KINDS[kind](document, node) for kind in kinds])
    return found | st.just(_zero(kinds[0], node)) if zero and kinds[0] in _ZEROS else found


def _zero(kind: str, node: Node) -> Any:
    return ZERO_TIME if node.get("format") == "date-time" else _ZEROS[kind]


def _objects(document: Node, node: Node) -> st.SearchStrategy[Any]:
    fields = {n: values(document, field) for n, field in node.get("properties", {}).items()}
    needed = {name: fields[name] for name in node.get("required", [])}
    others = {name: fields[name] for name in fields if name not in needed}
    return st.fixed_dictionaries(needed, optional=others)


def _arrays(document: Node, node: Node) -> st.SearchStrategy[Any]:
    item = values(document, node.get("items", {}))
    return st.lists(item, min_size=node.get("minItems", 0), max_size=3)


def _strings(_: Node, node: Node) -> st.SearchStrategy[Any]:
    if node.get("format") == "date-time":
        return st.sampled_from(TIMES)
    if node.get("format") == "uuid":
        return st.uuids().map(str)
    return st.text(min_size=node.get("minLength", 0), max_size=min(node.get("maxLength", 12), 12))


def _integers(_: Node, node: Node) -> st.SearchStrategy[Any]:
    return st.integers(node.get("minimum", -5), node.get("maximum", LARGEST))


def _numbers(_: Node, __: Node) -> st.SearchStrategy[Any]:
    return st.floats(0, 1e9, allow_nan=False) | st.integers(0, 9)


def _booleans(_: Node, __: Node) -> st.SearchStrategy[Any]:
    return st.booleans()


def _nulls(_: Node, __: Node) -> st.SearchStrategy[Any]:
    return st.none()


def _anything(_: Node, __: Node) -> st.SearchStrategy[Any]:
    return st.none() | TEXTS | st.lists(st.integers(), max_size=2)


_KINDS: dict[str, Callable[[Node, Node], st.SearchStrategy[Any]]] = {
    "any": _anything,
    "array": _arrays,
    "boolean": _booleans,
    "integer": _integers,
    "null": _nulls,
    "number": _numbers,
    "object": _objects,
    "string": _strings,
}
_ZEROS: dict[str, Any] = {"integer": 0, "number": 0, "string": ""}

ANSWERS = [
    (place.id, int(status), document, content["application/json"]["schema"])
    for document in DOCUMENTS.values()
    for place in operations(document)
    for status, node in place.node["responses"].items()
    if "application/json" in (content := deref(document, node).get("content", {}))
]


@pytest.mark.parametrize(
    ("operation", "document", "schema"),
    [(name, document, schema) for name, status, document, schema in ANSWERS if status < 300],
    ids=[name for name, status, _, _ in ANSWERS if status < 300],
)
def test_every_answer_that_the_document_allows_is_read(
    operation: str, document: Node, schema: Node
) -> None:
    """Whatever fits the schema of a success is parsed, and written back as it came."""

    @many
    @given(values(document, schema))
    def is_read(value: Any) -> None:
        """One answer."""
        answer = ENDPOINTS[operation].parse(httpx.Response(200, json=value))
        written = comparable(document, schema, answer.to_dict())
        assert written == comparable(document, schema, value)

    is_read()


@pytest.mark.parametrize(
    ("operation", "status", "document", "schema"),
    [answer for answer in ANSWERS if answer[1] >= 400],
    ids=[f"{answer[0]}-{answer[1]}" for answer in ANSWERS if answer[1] >= 400],
)
def test_every_error_that_the_document_allows_is_read(
    operation: str, status: int, document: Node, schema: Node
) -> None:
    """Whatever fits the schema of an error is typed."""

    @settings(many, max_examples=10)
    @given(values(document, schema))
    def is_read(value: Any) -> None:
        """One answer."""
        error = ENDPOINTS[operation].parse_error(httpx.Response(status, json=value))
        assert error is not None

    is_read()
