"""Path and query parameters, read as a document declares them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from kickwire_mock import DocumentError, Documents, Mock, Reply, Request
from kickwire_mock.documents import packaged
from kickwire_mock.errors import RequestError
from kickwire_mock.operations import Operation, operations

ULID = {"type": "string", "minLength": 2, "maxLength": 4}


def document(*parameters: dict[str, Any], path: str = "/things") -> dict[str, Any]:
    """A document with one open GET operation that has these parameters."""
    operation = {
        "operationId": "getThings",
        "tags": ["things"],
        "security": [],
        "parameters": list(parameters),
        "responses": {"204": {"description": "Nothing."}},
    }
    color = {"type": "string", "enum": ["red", "green"]}
    return {"paths": {path: {"get": operation}}, "components": {"schemas": {"Color": color}}}


def query(name: str, schema: dict[str, Any], **extra: Any) -> dict[str, Any]:
    """One query parameter."""
    return {"name": name, "in": "query", "schema": schema, **extra}


def operation_with(*parameters: dict[str, Any], path: str = "/things") -> Operation:
    """The only operation of such a document."""
    return next(operations(document(*parameters, path=path)))


def read(operation: Operation, text: str) -> dict[str, Any]:
    """What a query says."""
    request = Request(host="api", method="GET", path="/things", query=text)
    return operation.read(request, ()).query


def refusal(operation: Operation, text: str) -> str:
    """Why a query is refused."""
    with pytest.raises(RequestError) as caught:
        read(operation, text)
    return caught.value.reason


INTEGERS = operation_with(
    query("n", {"type": "integer", "minimum": -5, "maximum": 2**63 - 1}),
    query("plain", {"type": "integer"}),
)


@pytest.mark.parametrize(
    ("text", "value"),
    [("7", 7), ("-5", -5), ("%2B7", 7), ("007", 7), ("9223372036854775807", 2**63 - 1)],
)
def test_an_integer_is_converted_from_text(text: str, value: int) -> None:
    """Query text becomes a number before its bounds are looked at."""
    assert read(INTEGERS, f"n={text}") == {"n": value}


@pytest.mark.parametrize(
    "text",
    ["", "x", "1.0", "1e3", "0x10", " 1", "1_0", "%D9%A1", "9223372036854775808", "9" * 5000],
)
def test_what_is_no_64_bit_integer_is_refused(text: str) -> None:
    """Spaces, underscores, other scripts' digits and numbers beyond 64 bits are no integers."""
    assert refusal(INTEGERS, f"plain={text}") == (
        "query parameter plain is not an integer of 64 bits"
    )


def test_bounds_are_checked() -> None:
    """A number below the minimum is refused, and the reason names the limit."""
    assert refusal(INTEGERS, "n=-6") == ("query parameter n: value is less than the minimum of -5")


def test_numbers_and_booleans_are_converted() -> None:
    """The scalar types of JSON Schema all have a text form; other texts are refused."""
    operation = operation_with(query("x", {"type": "number"}), query("b", {"type": "boolean"}))
    assert read(operation, "x=-1.5e2&b=true") == {"x": -150.0, "b": True}
    assert refusal(operation, "x=nan") == "query parameter x is not a number"
    assert refusal(operation, "b=1") == "query parameter b is neither true nor false"


def test_enum_const_length_and_format_are_checked() -> None:
    """Schemas behind `$ref` and `allOf` count like inline ones."""
    operation = operation_with(
        query("color", {"allOf": [{"$ref": "#/components/schemas/Color"}], "default": "red"}),
        query("shade", {"$ref": "#/components/schemas/Color"}),
        query("method", {"type": "string", "const": "S256"}),
        query("since", {"type": "string", "format": "date-time"}),
        query("id", ULID),
    )
    good = "color=red&shade=green&method=S256&since=2026-01-02T03:04:05Z&id=abcd"
    assert read(operation, good)["color"] == "red"
    for bad in ("color=blue", "shade=blue", "method=plain", "since=today", "id=a", "id=abcde"):
        name = bad.partition("=")[0]
        assert refusal(operation, bad).startswith(f"query parameter {name}: ")


def test_an_exploded_array_repeats_its_name() -> None:
    """Each occurrence is one item; a comma belongs to the item."""
    operation = operation_with(query("slug", {"type": "array", "items": {"type": "string"}}))
    assert read(operation, "slug=a&slug=b%2Cc&slug=d,e") == {"slug": ["a", "b,c", "d,e"]}


def test_a_comma_separated_array_is_sent_once() -> None:
    """With `explode: false` commas split, encoded ones too, and a repeated name is refused."""
    ids = query("id", {"type": "array", "items": {"type": "integer"}}, style="form", explode=False)
    operation = operation_with(ids)
    assert read(operation, "id=1,2%2C3") == {"id": [1, 2, 3]}
    assert read(operation, "id=") == {"id": []}
    assert refusal(operation, "id=1&id=2") == "query parameter id may be sent only once"
    assert refusal(operation, "id=1,,2") == "query parameter id is not an integer of 64 bits"


def test_the_number_and_uniqueness_of_items_are_checked() -> None:
    """minItems, maxItems and uniqueItems apply to the array as a whole, limits to each item."""
    schema = {
        "type": "array",
        "items": {"type": "integer", "minimum": 1},
        "minItems": 2,
        "maxItems": 3,
        "uniqueItems": True,
    }
    operation = operation_with(query("id", schema))
    assert read(operation, "id=3&id=1") == {"id": [3, 1]}
    assert "has less than 2 items" in refusal(operation, "id=1")
    assert "has more than 3 items" in refusal(operation, "id=1&id=2&id=3&id=4")
    assert "non-unique" in refusal(operation, "id=1&id=1")
    assert refusal(operation, "id=1&id=0") == (
        "query parameter id at /1: value is less than the minimum of 1"
    )


def test_a_required_parameter_must_be_there() -> None:
    """An absent one is refused by name; an empty one is there, and checked like any other."""
    operation = operation_with(query("q", {"type": "string"}, required=True))
    assert refusal(operation, "Q=1") == "query parameter q is required"
    assert read(operation, "q=") == {"q": ""}
    assert read(operation, "q") == {"q": ""}


def test_a_repeated_scalar_is_refused() -> None:
    """Two values for one scalar are a mistake, even if they are equal."""
    assert refusal(INTEGERS, "n=1&n=1") == "query parameter n may be sent only once"


def test_unknown_parameters_are_ignored() -> None:
    """Kick does not mind parameters it does not know."""
    assert read(INTEGERS, "&&n=1&x=%20&=&x=y&") == {"n": 1}


def test_plus_and_percent_encoding_are_undone() -> None:
    """Names and values are decoded as forms are: a plus sign is a space."""
    operation = operation_with(query("a b", {"type": "string"}))
    assert read(operation, "a+b=%C3%A9+%2B") == {"a b": "\u00e9 +"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("n=%", "the query has a % that is not followed by two hexadecimal digits"),
        ("%zz=1", "the query has a % that is not followed by two hexadecimal digits"),
        ("x=%ff", "the query is not UTF-8 after percent-decoding"),
        ("x=\xff", "the query is not UTF-8 after percent-decoding"),
        ("x=\u4e16", "the query holds characters that no request line can carry"),
        ("&" * 1000, "the query has more than 1000 fields"),
    ],
)
def test_an_unreadable_query_is_refused_as_a_whole(text: str, reason: str) -> None:
    """Broken escapes and encodings end in one clear sentence, even in unknown parameters."""
    assert refusal(INTEGERS, text) == reason


def test_path_parameters_are_decoded_and_converted() -> None:
    """They follow the same rules, segment by segment, in path order."""
    declared = [
        {"name": "b", "in": "path", "required": True, "schema": {"type": "integer", "minimum": 1}},
        {"name": "a", "in": "path", "required": True, "schema": {"type": "string"}},
    ]
    operation = operation_with(*declared, path="/things/{a}/{b}")
    request = Request(host="api", method="GET", path="/things/x/1")
    assert operation.read(request, ("x%2Fy+z", "12")).path == {"a": "x/y+z", "b": 12}
    for segments, reason in {
        ("x", "0"): "path parameter b: value is less than the minimum of 1",
        ("x", "one"): "path parameter b is not an integer of 64 bits",
        ("%f", "1"): "path parameter a has a % that is not followed by two hexadecimal digits",
    }.items():
        with pytest.raises(RequestError) as caught:
            operation.read(request, segments)
        assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("broken", "complaint"),
    [
        ({"name": "x", "in": "cookie", "schema": {}}, "only path and query parameters"),
        ({"name": "x", "in": "query", "schema": {"type": "object"}}, "of type object"),
        ({"name": "x", "in": "query", "schema": {"minimum": 1}}, "type is missing"),
        ({"name": "x", "in": "query"}, "schema: missing"),
        (
            {"name": "x", "in": "path", "schema": {"type": "string"}},
            "path parameters and path do not agree",
        ),
        ({"$ref": "#/components/parameters/No"}, "leads nowhere"),
        ({"$ref": "#/paths/~1things/get/parameters/0"}, "leads in a circle"),
        (
            {"name": "x", "in": "query", "schema": {"type": "integer", "minimum": "1"}},
            "not a usable",
        ),
    ],
)
def test_a_document_that_cannot_drive_the_mock_is_named(
    broken: dict[str, Any], complaint: str
) -> None:
    """A mistake in a document is told once, at the start, with its place."""
    with pytest.raises(DocumentError, match=complaint):
        list(operations(document(broken)))


def test_the_api_host_keeps_the_reason_to_itself() -> None:
    """What breaks the document is a 400 without a reason, which only the journal has."""
    api = document(query("n", {"type": "integer"}, required=True))
    reply: Reply = Mock(documents=Documents(id=packaged().id, api=api)).handle(
        Request(host="api", method="GET", path="/things")
    )
    assert (reply.status, reply.reason) == (400, "query parameter n is required")
    assert json.loads(reply.body) == {"data": {}, "message": "Invalid request"}
