"""What operations answer to the documents' requests, and refusals in Kick's shapes."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, Literal
from urllib.parse import parse_qsl, quote, urlencode

import jsonschema_rs
import pytest
from kickwire_mock import DocumentError, Documents, Headers, Mock, Reply, Request
from kickwire_mock.documents import Node, ledger, packaged, root
from kickwire_mock.operations import Operation, operations

from conformance.tests.mock.mock_client import VERIFIER, Client, query_of

DOCUMENTS = {"id": packaged().id, "api": packaged().api}
KINDS: tuple[Literal["id", "api"], ...] = ("id", "api")
OPERATIONS = [
    pytest.param(kind, operation, id=operation.id)
    for kind in KINDS
    for operation in operations(DOCUMENTS[kind])
]


def example_of(node: Node) -> Any:
    """The first example of a parameter or media type object."""
    return node["example"] if "example" in node else next(iter(node["examples"].values()))["value"]


def documented_request(kind: Literal["id", "api"], operation: Operation, token: str) -> Request:
    """The request that the document's own examples make, with required parameters only."""
    path, body = operation.template, b""
    query: list[tuple[str, str]] = []
    headers: list[tuple[str, str]] = []
    parameters = operation.place.get("parameters")
    for parameter in () if parameters is None else parameters.values():
        node = parameter.node
        value = example_of(node)
        if node["in"] == "path":
            path = path.replace(f"{{{node['name']}}}", quote(str(value), safe=""))
        elif node.get("required"):
            values: list[Any] = value if node["schema"].get("type") == "array" else [value]
            query += [(node["name"], str(item)) for item in values]
    if (declared := operation.place.get("requestBody")) is not None:
        ((media, content),) = declared.node["content"].items()
        value = example_of(content)
        body = (json.dumps(value) if media == "application/json" else urlencode(value)).encode()
        headers.append(("Content-Type", media))
    if operation.protected:
        headers.append(("Authorization", f"Bearer {token}"))
    return Request(
        host=kind,
        method=operation.method,
        path=path,
        query=urlencode(query),
        headers=Headers(headers),
        body=body,
    )


def granted(mock: Mock, request: Request) -> Request:
    """The same request; a code in its form is replaced by a living one."""
    if b"code=KICKWIREEXAMPLE" not in request.body:
        return request
    code = query_of(mock.consent(Client(mock).url(), "alice"))["code"]
    form = {**dict(parse_qsl(request.body.decode())), "code": code, "code_verifier": VERIFIER}
    return replace(request, body=urlencode(form).encode())


def first_success(operation: Operation) -> tuple[int, Node]:
    """Status and response object of the first 2xx answer."""
    for status, place in operation.place.at("responses").items():
        if str(status).startswith("2"):
            return int(status), place.node
    raise AssertionError(f"{operation.id} has no 2xx answer")


def validator(kind: str, schema: Node) -> jsonschema_rs.Validator:
    """A validator of its own, so that the mock is not judged by its own checks."""
    rooted = {**schema, "components": DOCUMENTS[kind]["components"]}
    return jsonschema_rs.Draft202012Validator(rooted, validate_formats=True)


def token_for(mock: Mock, operation: Operation) -> str:
    """A token of a kind that the operation takes, with every scope."""
    security = operation.place.at("security").node
    wants_app = security and all("AppAccessToken" in each for each in security)
    return Client(mock).app_token() if wants_app else mock.token


def prepared(operation: Operation) -> Mock:
    """A mock in which the documented request of the operation is in place."""
    mock = Mock()
    if operation.id == "enrollInAds":
        mock.set_channel("alice", live=False)
    return mock


@pytest.mark.parametrize(("kind", "operation"), OPERATIONS)
def test_every_operation_answers_its_documented_request(
    kind: Literal["id", "api"], operation: Operation
) -> None:
    """The documented request gets the first documented status, and a body its schema accepts."""
    mock = prepared(operation)
    token = token_for(mock, operation)
    reply = mock.handle(granted(mock, documented_request(kind, operation, token)))
    status, response = first_success(operation)
    # The document revokes a token, and ends subscriptions, that this mock does not know.
    unknown = operation.id in ("revokeToken", "unsubscribeFromEvents")
    assert (reply.status, bool(reply.reason)) == (status, unknown)
    if "content" not in response:
        assert reply.body == b""
        assert reply.headers.get("content-type") is None
        return
    ((media, content),) = response["content"].items()
    assert (reply.headers.get("content-type") or "").partition(";")[0] == media
    text = reply.body.decode()
    value = json.loads(text) if media == "application/json" else text
    validator(kind, content["schema"]).validate(value)


OPTIONAL = [
    pytest.param(operation, parameter.node, id=f"{operation.id}-{parameter.node['name']}")
    for operation in operations(DOCUMENTS["api"])
    if operation.place.get("parameters") is not None
    for parameter in operation.place.at("parameters").values()
    if parameter.node["in"] == "query" and not parameter.node.get("required")
]


@pytest.mark.parametrize(("operation", "parameter"), OPTIONAL)
def test_the_example_of_every_optional_parameter_is_taken(
    operation: Operation, parameter: Node
) -> None:
    """Ids, slugs and cursors that the document shows are some of the mock's own."""
    mock = prepared(operation)
    value = example_of(parameter)
    if parameter.get("explode") is False:
        value = ",".join(map(str, value))
    request = documented_request("api", operation, token_for(mock, operation))
    sent = urlencode({parameter["name"]: value}, doseq=True)
    reply = mock.handle(replace(request, query="&".join(filter(None, (request.query, sent)))))

    assert (reply.status, reply.reason) == (first_success(operation)[0], "")


@pytest.mark.parametrize(("kind", "operation"), OPERATIONS)
def test_every_operation_answers_alike_in_two_mocks(
    kind: Literal["id", "api"], operation: Operation
) -> None:
    """Nothing depends on the time of day or on chance."""
    one, other = prepared(operation), prepared(operation)
    request = documented_request(kind, operation, token_for(one, operation))
    assert token_for(other, operation)
    assert one.handle(request) == other.handle(request)
    assert one.handle(request) == other.handle(request)


@pytest.mark.parametrize(("kind", "operation"), OPERATIONS)
def test_every_refusal_fits_the_document(
    mock: Mock, kind: Literal["id", "api"], operation: Operation
) -> None:
    """A request with nothing in it is answered as the document allows for that status."""
    path = operation.template.replace("{", "%7B").replace("}", "%7D")
    headers = Headers([("Authorization", f"Bearer {mock.token}")])
    for sent in (Headers(), headers):
        reply = mock.handle(Request(host=kind, method=operation.method, path=path, headers=sent))
        response = operation.place.at("responses", str(reply.status)).node
        if reply.body and "json" in (reply.headers.get("content-type") or ""):
            ((_, content),) = response["content"].items()
            validator(kind, content["schema"]).validate(json.loads(reply.body))


def ask(mock: Mock, kind: Literal["id", "api"], line: str) -> Reply:
    """Ask without a token."""
    method, _, target = line.partition(" ")
    path, _, query = target.partition("?")
    return mock.handle(Request(host=kind, method=method, path=path, query=query))


def test_drops_answer_null_where_others_answer_an_object(mock: Mock) -> None:
    """The drops page prints `data: null` in its errors; a 400 there tells no reason either."""
    assert json.loads(ask(mock, "api", "GET /public/v1/drops/claims").body) == {
        "data": None,
        "message": "Unauthorized",
    }
    client = Client(mock)
    bad = client.send("api", "GET", "/public/v1/drops/claims?limit=1001", token=client.app_token())
    assert (bad.status, json.loads(bad.body)) == (400, {"data": None, "message": "Invalid request"})
    assert "maximum of 1000" in bad.reason


AUTHORIZE = {
    "response_type": "code",
    "client_id": "01JEXAMP0E0000000000000001",
    "redirect_uri": "http://localhost:8080/callback",
    "scope": "user:read",
    "state": "x",
    "code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
    "code_challenge_method": "S256",
}


@pytest.mark.parametrize("name", AUTHORIZE)
@pytest.mark.parametrize("change", ["missing", "empty"])
def test_a_bad_authorize_request_bounces_to_the_front_page(
    mock: Mock, name: str, change: str
) -> None:
    """307 to `/` without a word of explanation on the wire; the reason is in the reply only."""
    query = AUTHORIZE | {name: ""}
    if change == "missing":
        del query[name]
    reply = ask(mock, "id", f"GET /oauth/authorize?{urlencode(query)}")
    assert (reply.status, reply.headers.get("location"), reply.body) == (307, "/", b"")
    assert f"query parameter {name}" in reply.reason


def test_plain_challenges_are_bounced(mock: Mock) -> None:
    """Only S256 is taken (`pkce_mandatory_s256`)."""
    query = AUTHORIZE | {"code_challenge_method": "plain"}
    assert ask(mock, "id", f"GET /oauth/authorize?{urlencode(query)}").status == 307
    good = ask(mock, "id", f"GET /oauth/authorize?{urlencode(AUTHORIZE)}")
    assert (good.status, good.headers.get("content-type")) == (200, "text/html; charset=utf-8")


@pytest.mark.parametrize("query", ["", "?token=x", "?token=x&token_type_hint=nonsense", "?token=%"])
def test_revoke_always_answers_ok(mock: Mock, query: str) -> None:
    """200 and the text OK, whatever was sent (`revoke_always_200`)."""
    reply = ask(mock, "id", f"POST /oauth/revoke{query}")
    assert (reply.status, reply.body) == (200, b"OK")
    assert reply.headers.get("content-type") == "text/plain"


def test_introspection_without_a_good_token_is_the_apis_401(mock: Mock) -> None:
    """This one operation of the id host refuses in the API host's shape."""
    reply = ask(mock, "id", "POST /oauth/token/introspect")
    assert (reply.status, json.loads(reply.body)) == (401, {"data": {}, "message": "Unauthorized"})


def documented_with(responses: Node) -> Documents:
    """Documents whose API host has one open operation with these responses."""
    operation = {"operationId": "x", "tags": ["x"], "security": [], "responses": responses}
    return Documents(id=DOCUMENTS["id"], api={"paths": {"/x": {"get": operation}}})


def test_a_redirect_answers_with_its_example_header() -> None:
    """Without a 2xx answer the first 3xx one is taken; headers come from their examples."""
    headers = {
        "Location": {"required": True, "schema": {"type": "string"}, "example": "/y"},
        "X-Mark": {"schema": {"type": "string"}, "examples": {"a": {"value": 1}}},
        "X-Unknown": {"schema": {"type": "string"}},
    }
    responses = {"400": {"description": "No."}, "302": {"description": "Go.", "headers": headers}}
    reply = ask(Mock(documents=documented_with(responses)), "api", "GET /x")
    date = ("Date", "Thu, 01 Jan 2026 00:00:00 GMT")
    assert reply == Reply(status=302, headers=Headers([("Location", "/y"), ("X-Mark", "1"), date]))


@pytest.mark.parametrize(
    "responses",
    [
        {"400": {"description": "No."}},
        {"200": {"description": "Yes.", "content": {"text/plain": {"schema": {}}}}},
        {"200": {"description": "Yes.", "content": {}}},
        {"302": {"description": "Go.", "headers": {"Location": {"required": True}}}},
    ],
)
def test_an_operation_without_an_example_is_a_document_error(responses: Node) -> None:
    """The mock invents nothing: what it cannot show is refused when it is made."""
    with pytest.raises(DocumentError):
        Mock(documents=documented_with(responses))


def test_the_id_document_must_have_its_operations() -> None:
    """The four operations of the id host are known by name; a missing one is told."""
    with pytest.raises(DocumentError, match="no operation authorize"):
        Mock(documents=Documents(id=documented_with({"204": {}}).api, api=DOCUMENTS["api"]))


def test_the_ledger_is_packaged_too() -> None:
    """The package carries the ledger beside the documents, each read afresh."""
    assert ledger() == ledger()
    assert ledger() is not ledger()
    assert root(packaged().id).at("openapi").node == root(packaged().api).at("openapi").node
