"""The control host's document, and how the host keeps to it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from kickwire_mock import Mock
from kickwire_mock.documents import Place, root
from kickwire_mock.operations import Operation
from kickwire_mock.routes.control.handlers import HANDLERS
from openapi_spec_validator import OpenAPIV31SpecValidator

from conformance.tests.mock.mock_control_host import (
    DOCUMENT,
    ORIGINS,
    ROUTER,
    ControlHost,
    fits,
)
from scripts.documents import CONTROL_DOCUMENT, load

OPERATIONS = list(ROUTER)


@pytest.fixture(scope="module")
def control() -> ControlHost:
    """The control host of a mock that no test here changes."""
    return ControlHost(Mock())


def test_the_document_is_valid_openapi() -> None:
    """The document is OpenAPI 3.1 to the last part."""
    found = OpenAPIV31SpecValidator(load(CONTROL_DOCUMENT)).iter_errors()
    assert [str(error) for error in found] == []


def test_every_operation_is_done_by_one_function() -> None:
    """No operation of the document lacks its function, and no function its operation."""
    assert sorted(each.id for each in OPERATIONS) == sorted(HANDLERS)


def media(operation: Operation) -> Iterator[Place]:
    """Every body that an operation declares, of its request and its answers."""
    declared = [operation.place.get("requestBody"), *operation.place.at("responses").values()]
    for place in declared:
        if place is not None:
            yield from place.at("content").values()


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.id)
def test_every_example_fits_its_schema(operation: Operation) -> None:
    """Requests and answers are shown as they really are."""
    for place in media(operation):
        schema, example = place.at("schema"), place.at("example")
        assert fits(example.node, schema.pointer), example.pointer


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.id)
def test_every_object_of_the_document_is_closed(operation: Operation) -> None:
    """A field that the document does not name is neither taken nor given anywhere."""
    for place in media(operation):
        node = place.at("schema").node
        closed = {"additionalProperties", "unevaluatedProperties"} & node.keys()
        text = node == {"type": "string"}
        assert closed or text or operation.id == "getDocument", place.pointer


def test_the_host_serves_its_document_with_its_address(control: ControlHost) -> None:
    """Whoever fetches the document can send requests to the server it names."""
    served = control.ask("GET /openapi.json")
    assert served == {**DOCUMENT, "servers": [{"url": f"{ORIGINS.control}/_mock"}]}
    assert root(served).at("info", "title").node == "kickwire-mock control"


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.id)
@pytest.mark.parametrize("host", ["kick.com", "localhost.evil.example", "192.168.0.1", ""])
def test_no_operation_answers_under_a_foreign_name(
    control: ControlHost, operation: Operation, host: str
) -> None:
    """A web page that rebinds its name to this machine gets a 403 from every operation."""
    path = operation.template.replace("{client_id}", "x")
    status, line = control.refused(f"{operation.method} {path}", host=host)
    assert (status, "use localhost" in line) == (403, True)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.id)
def test_no_operation_can_be_driven_by_a_web_page(
    control: ControlHost, operation: Operation
) -> None:
    """What browsers send without asking for leave changes nothing, and no answer invites them."""
    path = operation.template.replace("{client_id}", "x")
    for content_type in (None, "text/plain", "application/x-www-form-urlencoded"):
        if operation.method in ("POST", "PUT", "PATCH"):
            line = f"{operation.method} {path}"
            status, reason = control.refused(line, b"{}", content_type=content_type)
            assert (status, "send Content-Type: application/json" in reason) == (415, True)
    preflight = control.send(f"OPTIONS {path}")
    assert preflight.status == 405
    assert not [name for name, _ in preflight.headers if name.lower().startswith("access-control")]


def test_a_path_that_does_not_exist_is_told_where_to_look(control: ControlHost) -> None:
    """404 names the document; so does the path without the prefix."""
    status, line = control.refused("GET /nothing")
    assert (status, "GET /_mock/openapi.json" in line) == (404, True)


def test_a_wrong_method_is_told_the_right_ones(control: ControlHost) -> None:
    """405 lists the methods in words and in the Allow header."""
    reply = control.send("PUT /users")
    assert (reply.status, reply.headers.get("allow")) == (405, "GET, POST")
    assert "GET, POST" in json.loads(reply.body)["error"]


WRONG: list[tuple[str, object, str]] = [
    ("POST /users", {"name": "dana", "age": 1}, "'age'"),
    ("POST /users", {"name": "dana", "a\nb": 1}, "'a b'"),
    ("POST /users", {}, '"name"'),
    ("POST /users", {"name": 5}, "the body at /name"),
    ("POST /users", [], '"object"'),
    ("POST /users", None, "a JSON body is required"),
    ("POST /users", b"{", "the body is not JSON"),
    ("POST /users", b'{"name": "x", "user_id": 1e400}', "the body"),
    ("POST /clock", {}, "the body"),
    ("POST /clock", {"advance": 1, "set": 1}, "the body"),
    ("POST /clock", {"advance": "1"}, "the body at /advance"),
    ("PATCH /settings", {"profile": "lenient"}, '"strict"'),
    ("PATCH /settings", {"settings": {"state_required": 1.5}}, "/settings/state_required"),
    ("POST /faults", {"operation": "x", "nonsense": 1}, "'nonsense'"),
    ("POST /faults", {"delay": -1}, "the body at /delay"),
    ("POST /faults", {"status": 200, "headers": {"X": "a\r\nb"}}, "the body at /headers/X"),
    ("POST /faults", {"status": 200, "content_type": "a\nb"}, "the body at /content_type"),
    ("POST /tokens/end", {"kind": "session"}, "the body at /kind"),
    ("POST /reset", {"really": True}, "'really'"),
    ("POST /holds/release", {"hold": "x"}, "'hold'"),
    ("POST /consent", {"url": "x"}, '"user"'),
    ("GET /journal?limit=0", None, "query parameter limit"),
    ("GET /journal?limit=x", None, "query parameter limit is not an integer"),
    ("GET /journal?since=1", None, "unknown query parameter 'since'; known are after, operation"),
    ("GET /users?name=x", None, "unknown query parameter 'name'; it takes none"),
    ("GET /users?%zz", None, "the query"),
]


@pytest.mark.parametrize(("line", "body", "words"), WRONG)
def test_what_breaks_the_document_is_told_in_one_line(
    control: ControlHost, line: str, body: Any, words: str
) -> None:
    """400 names the field, the place or the parameter that is wrong."""
    status, reason = control.refused(line, body)
    assert (status, words in reason) == (400, True), reason


def test_a_body_that_is_too_large_is_413(control: ControlHost) -> None:
    """Control takes 16 mebibytes, enough for a state."""
    status, reason = control.refused("POST /users", bytes(16 * 1024 * 1024 + 1))
    assert (status, "larger than" in reason) == (413, True)


def test_control_keeps_out_of_the_journal(control: ControlHost) -> None:
    """What tests do to the mock is not mistaken for what clients do."""
    control.ask("GET /health")
    assert control.ask("GET /journal") == {"entries": []}
    assert control.ask("GET /counts") == {"counts": []}
