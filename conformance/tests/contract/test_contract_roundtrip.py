"""Every example of the documents is read by the generated code and written back unharmed."""

from __future__ import annotations

import copy
import json
import pickle
import traceback
from collections.abc import Iterator
from typing import Any

import httpx
import kickwire_api.errors
import kickwire_api.types
import kickwire_id.errors
import kickwire_id.types
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kickwire_api.models import EventName, LivestreamV1, RedemptionFailureReason, Stream
from kickwire_id.models import TokenKind

from conformance.tests.contract.contract_documents import (
    API,
    DOCUMENTS,
    ENDPOINTS,
    Example,
    answers,
    deliveries,
    json_answers,
    loose_answers,
    model_of,
    removed,
    replaced,
    request_bodies,
)
from conformance.tests.contract.contract_schemas import (
    Site,
    attribute,
    comparable,
    is_array,
    is_object,
    is_zero,
    members,
    sites,
)
from scripts.documents import deref, mappings, webhooks

STATUS_ERRORS = (kickwire_api.errors.StatusError, kickwire_id.errors.StatusError)
INVALID_DATA = (kickwire_api.errors.InvalidData, kickwire_id.errors.InvalidData)
UNSETS = (kickwire_api.types.UNSET, kickwire_id.types.UNSET)
SECRET = "kickwire-worthless-secret"

SUCCESSES = [example for example in json_answers() if example.status < 300]
TEXTS = [example for example in answers() if example.media != "application/json"]
FAILURES = [example for example in json_answers() if example.status >= 400]
EVERYTHING_RECEIVED = [*json_answers(), *loose_answers(), *deliveries()]

fuzzing = settings(max_examples=300)


def model_class(example: Example) -> Any:
    """The class that reads the example; of a union of grants, the one that its constant names."""
    schema = deref(example.document, example.schema)
    for member in members(schema):
        properties = deref(example.document, member)["properties"]
        if properties["grant_type"]["const"] == example.value["grant_type"]:
            return model_of(example.package, member)
    return example.model


def found(example: Example, value: Any = None) -> list[Site]:
    """The places of an example, the whole included."""
    return list(sites(example.document, example.schema, example.value if value is None else value))


def same_json(example: Example, one: Any, other: Any) -> bool:
    """Whether two JSON values are equal, date-times being compared as instants."""
    document, schema = example.document, example.schema
    return bool(comparable(document, schema, one) == comparable(document, schema, other))


def at(model: Any, pointer: str) -> Any:
    """What a model holds where the pointer points in its JSON."""
    for part in pointer.split("/")[1:]:
        model = model[int(part)] if is_array(model) else attribute(model, part)
    return model


def complaint(example: Example, value: Any) -> str:
    """The pointer of the complaint when the value is read."""
    with pytest.raises(INVALID_DATA) as caught:
        example.model.from_dict(value)
    error: Any = caught.value
    pointer: str = error.pointer
    return pointer


@pytest.mark.parametrize("example", SUCCESSES, ids=str)
def test_success_parses_and_round_trips(example: Example) -> None:
    """An answer read by `parse` is written back as it came, and read again as the same."""
    value = example.endpoint.parse(example.response(example.value))
    assert same_json(example, value.to_dict(), example.value)
    assert type(value) is example.model
    assert example.model.from_dict(value.to_dict()) == value


@pytest.mark.parametrize("example", FAILURES, ids=str)
def test_failure_is_raised_with_its_typed_body(example: Example) -> None:
    """An error answer raises a StatusError that carries what the document types."""
    response = example.response(example.value)
    with pytest.raises(STATUS_ERRORS) as caught:
        example.endpoint.parse(response)
    error: Any = caught.value
    assert (error.status, error.operation) == (example.status, example.operation)
    assert type(error.error) is example.model
    assert error.error == example.endpoint.parse_error(response)
    assert same_json(example, error.error.to_dict(), example.value)


@pytest.mark.parametrize("example", TEXTS, ids=str)
def test_text_answers_are_given_as_text(example: Example) -> None:
    """An answer that is no JSON, such as the one to a revocation, is given as it stands."""
    response = httpx.Response(example.status, text=example.value)
    assert example.endpoint.parse(response) == example.value


@pytest.mark.parametrize("operation", ENDPOINTS)
def test_answers_without_a_body_are_none(operation: str) -> None:
    """Where the document has an empty success, `parse` gives None and reads no body."""
    place = next(
        place for document in DOCUMENTS.values() for place in places_of(document, operation)
    )
    for status in [int(status) for status, node in place["responses"].items() if empty(node)]:
        response = httpx.Response(status, content=b"not JSON")
        if status < 300:
            assert ENDPOINTS[operation].parse(response) is None
        else:
            assert ENDPOINTS[operation].parse_error(response) is None


def places_of(document: Any, operation: str) -> Iterator[Any]:
    """The operation in a document, if it is there."""
    for node in mappings(document["paths"]):
        if node.get("operationId") == operation:
            yield node


def empty(answer: Any) -> bool:
    """Whether an answer has no body."""
    return "$ref" not in answer and "content" not in answer


@pytest.mark.parametrize("example", [*deliveries(), *loose_answers(), *request_bodies()], ids=str)
def test_other_bodies_round_trip(example: Example) -> None:
    """Webhook deliveries, the CDN's answers and request bodies are read and written back."""
    model = model_class(example).from_dict(example.value)
    assert same_json(example, model.to_dict(), example.value)
    assert model_class(example).from_dict(model.to_dict()) == model


def test_every_webhook_has_examples() -> None:
    """Ten events and the drops claim are in the document, none without an example."""
    names = {place.id for place in webhooks(API)}
    assert len(names) == 11
    assert {example.operation for example in deliveries()} == names


@pytest.mark.parametrize("example", EVERYTHING_RECEIVED, ids=str)
def test_zero_values_that_mean_nothing_are_none(example: Example) -> None:
    """Where the document says that Go's zero means nothing, and only there, it is read as None."""
    model = example.model.from_dict(example.value)
    for site in found(example):
        for name, node in site.schema.get("properties", {}).items():
            if not is_object(site.value) or name not in site.value or hidden(model, site):
                continue
            zero = "x-kick-zero" in node and is_zero(site.value[name])
            expected_none = zero or site.value[name] is None
            assert (at(model, f"{site.pointer}/{name}") is None) == expected_none, name


def hidden(model: Any, site: Site) -> bool:
    """Whether the object at the site was itself read as None."""
    return at(model, site.pointer) is None


def test_zero_values_occur() -> None:
    """The examples show zeros of each kind, so that the test above is not empty."""
    kinds = {
        type(site.value[name]).__name__
        for example in EVERYTHING_RECEIVED
        for site in found(example)
        for name, node in site.schema.get("properties", {}).items()
        if is_object(site.value) and "x-kick-zero" in node and is_zero(site.value.get(name))
    }
    assert {"str", "dict"} <= kinds


@pytest.mark.parametrize("example", EVERYTHING_RECEIVED, ids=str)
def test_missing_required_field_is_named_by_its_pointer(example: Example) -> None:
    """Each required field of each example is missed with exactly its JSON pointer."""
    required = [
        f"{site.pointer}/{name}"
        for site in found(example)
        for name in site.schema.get("required", [])
    ]
    complaints = [complaint(example, removed(example.value, pointer)) for pointer in required]
    assert complaints == required


@pytest.mark.parametrize("example", SUCCESSES, ids=str)
def test_parse_names_the_operation_of_what_is_missing(example: Example) -> None:
    """`parse` says which operation's answer lacks which field."""
    for pointer in [f"/{name}" for name in found(example)[0].schema["required"]]:
        with pytest.raises(INVALID_DATA) as caught:
            example.endpoint.parse(example.response(removed(example.value, pointer)))
        error: Any = caught.value
        assert (error.operation, error.pointer) == (example.operation, pointer)
        assert str(error).startswith(f"the answer of {example.operation}: {pointer}: ")


@pytest.mark.parametrize("example", FAILURES, ids=str)
def test_error_answer_of_another_shape_is_no_error_of_its_own(example: Example) -> None:
    """An error body that lacks its required fields gives None, never an exception."""
    bodies: list[Any] = [{}, [], None, "text", 0]
    for body in bodies:
        assert example.endpoint.parse_error(example.response(body)) is None


@pytest.mark.parametrize("example", EVERYTHING_RECEIVED, ids=str)
def test_unknown_fields_survive(example: Example) -> None:
    """A field that Kick adds tomorrow is kept, at every depth, and written back."""
    value, new = example.value, {"deep": [1, None]}
    for site in found(example):
        if is_object(site.value) and "properties" in site.schema:
            value = replaced(value, f"{site.pointer}/x_new", new)
    model = example.model.from_dict(value)
    assert model.additional_properties["x_new"] == new
    assert same_json(example, model.to_dict(), value)


@pytest.mark.parametrize("example", EVERYTHING_RECEIVED, ids=str)
def test_unknown_enum_values_survive(example: Example) -> None:
    """A value that an enum does not list is kept, comparable to its text, and written back."""
    for site in found(example):
        if "enum" in site.schema:
            known = example.model.from_dict(example.value)
            value = replaced(example.value, site.pointer, "brand_new")
            model = example.model.from_dict(value)
            assert at(model, site.pointer) == "brand_new"
            assert type(at(model, site.pointer)) is type(at(known, site.pointer))
            assert same_json(example, model.to_dict(), value)


@pytest.mark.parametrize("example", deliveries(), ids=str)
def test_models_copy_and_pickle(example: Example) -> None:
    """A model equals its deep copy and what comes out of a pickle."""
    model = example.model.from_dict(example.value)
    assert copy.deepcopy(model) == model
    assert pickle.loads(pickle.dumps(model)) == model


@pytest.mark.parametrize("operation", ENDPOINTS)
@pytest.mark.parametrize("status", [302, 307, 404, 418, 429, 503, *range(520, 528), 530, 599])
def test_any_status_is_an_ordinary_failure(operation: str, status: int) -> None:
    """Also a status that no standard lists, such as the CDN's 520 to 527, is a StatusError."""
    with pytest.raises(STATUS_ERRORS) as caught:
        ENDPOINTS[operation].parse(httpx.Response(status, text="<html>Web server is down</html>"))
    error: Any = caught.value
    assert (error.status, error.error) == (status, None)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)


@st.composite
def damaged(draw: st.DrawFn) -> Any:
    """An example answer with something else in one place."""
    example = draw(st.sampled_from(json_answers()))
    site = draw(st.sampled_from(found(example)))
    return replaced(example.value, site.pointer, draw(anything))


@st.composite
def bodies(draw: st.DrawFn) -> bytes:
    """JSON in one of its encodings."""
    encoding = draw(st.sampled_from(["utf-8", "utf-16", "utf-32", "utf-8-sig"]))
    return json.dumps(draw(anything | damaged())).encode(encoding)


CHARSETS = ["utf-16", "base64", "rot13", "undefined", "idna", "punycode", "no-such", "", "\0", '"']
content_types = st.sampled_from(
    ["application/json", ";;", *(f"text/plain; charset={charset}" for charset in CHARSETS)]
)
printable = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=12)
headers = st.fixed_dictionaries(
    {},
    optional={
        "Content-Type": content_types | printable,
        "Retry-After": printable,
        "Location": printable,
    },
)


@st.composite
def responses(draw: st.DrawFn) -> httpx.Response:
    """Whatever a server, or something between it and us, may answer."""
    status = draw(st.sampled_from([200, 204, 400, 401, 429, 500]) | st.integers(100, 999))
    content = draw(st.binary() | bodies())
    return httpx.Response(status, headers=draw(headers), content=content)


@fuzzing
@given(st.sampled_from(list(ENDPOINTS.values())), responses())
def test_parse_is_total(endpoint: Any, response: httpx.Response) -> None:
    """Whatever arrives, `parse` gives a value or raises one of the two errors."""
    try:
        endpoint.parse(response)
    except STATUS_ERRORS:
        assert not 200 <= response.status_code < 300
    except INVALID_DATA:
        assert 200 <= response.status_code < 300
    else:
        assert 200 <= response.status_code < 300


@fuzzing
@given(st.sampled_from(list(ENDPOINTS.values())), responses())
def test_parse_error_never_raises(endpoint: Any, response: httpx.Response) -> None:
    """Whatever arrives, `parse_error` gives a model or None."""
    error = endpoint.parse_error(response)
    assert error is None or error.to_dict() is not None


@pytest.mark.parametrize("charset", CHARSETS)
@pytest.mark.parametrize("operation", ["authorize", "revokeToken"])
def test_text_answers_in_any_charset_are_text(operation: str, charset: str) -> None:
    """A content type that names a strange codec, or none at all, breaks no text answer."""
    content_type = f"text/plain; charset={charset}".encode()
    response = httpx.Response(200, content=b"OK\xff", headers={b"Content-Type": content_type})
    assert isinstance(ENDPOINTS[operation].parse(response), str)


@pytest.mark.parametrize(
    "body", [b"[" * 100_000, b'{"data":' * 50_000, b"9" * 5000, b"\xff\xfe", b""]
)
def test_hostile_bodies_are_merely_invalid(body: bytes) -> None:
    """Endless nesting, endless digits and broken text are invalid data like any other."""
    endpoint = ENDPOINTS["getChannels"]
    with pytest.raises(INVALID_DATA):
        endpoint.parse(httpx.Response(200, content=body))
    assert endpoint.parse_error(httpx.Response(500, content=body)) is None


def secrets(example: Example) -> list[str]:
    """The pointers of the secret fields in an example."""
    return [
        f"{site.pointer}/{name}"
        for site in found(example)
        for name, node in site.schema.get("properties", {}).items()
        if "x-kick-secret" in node and name in site.value
    ]


WITH_SECRETS = [example for example in [*json_answers(), *request_bodies()] if secrets(example)]


@pytest.mark.parametrize("example", WITH_SECRETS, ids=str)
def test_secrets_are_in_no_repr(example: Example) -> None:
    """A secret field, and what Kick may add beside it, shows nowhere around the model."""
    value = example.value
    for pointer in secrets(example):
        value = replaced(value, pointer, SECRET)
        value = replaced(value, f"{pointer.rpartition('/')[0]}/x_new", SECRET)
    model = model_class(example).from_dict(value)
    assert SECRET in json.dumps(model.to_dict())
    assert SECRET not in f"{model!r} {model}"


@pytest.mark.parametrize("example", WITH_SECRETS, ids=str)
def test_secrets_are_in_no_complaint(example: Example) -> None:
    """When a secret field has the wrong type, the error names the place and not the value."""
    for pointer in secrets(example):
        with pytest.raises(INVALID_DATA) as caught:
            model_class(example).from_dict(replaced(example.value, pointer, [SECRET]))
        error: Any = caught.value
        assert error.pointer == pointer
        assert SECRET not in f"{error!r} {error}"
        assert SECRET not in "".join(traceback.format_exception(error))


def test_secrets_occur() -> None:
    """Every secret field of the documents is in an example that the tests above use."""
    named = {
        (name, secret)
        for document in DOCUMENTS.values()
        for name, schema in document["components"]["schemas"].items()
        for secret, node in schema.get("properties", {}).items()
        if "x-kick-secret" in node
    }
    shown = {
        (type(at(model, pointer.rpartition("/")[0])).__name__, pointer.rpartition("/")[2])
        for example in WITH_SECRETS
        for model in [model_class(example).from_dict(example.value)]
        for pointer in secrets(example)
    }
    assert len(named) >= 10
    assert shown == named


def test_status_error_does_not_show_the_answer() -> None:
    """The body of an error answer is for programs; no text of the error holds it."""
    response = httpx.Response(401, json={"error": "invalid_grant", "error_description": SECRET})
    with pytest.raises(kickwire_id.errors.StatusError) as caught:
        ENDPOINTS["exchangeToken"].parse(response)
    assert caught.value.error.error == "invalid_grant"
    assert SECRET not in f"{caught.value!r} {caught.value}"
    assert SECRET not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize("errors", [kickwire_api.errors, kickwire_id.errors])
def test_errors_are_hashable_and_picklable(errors: Any) -> None:
    """Errors travel between processes with all they know."""
    status = errors.StatusError("getChannels", 522, None)
    invalid = errors.InvalidData("a string is expected", "/data/0", "getChannels")
    for error, names in (
        (status, ("operation", "status", "error")),
        (invalid, ("reason", "pointer", "operation")),
    ):
        again = pickle.loads(pickle.dumps(error))
        assert type(again) is type(error)
        assert [getattr(again, name) for name in names] == [getattr(error, name) for name in names]
        assert len({error, error}) == 1


@pytest.mark.parametrize("unset", UNSETS)
def test_unset_stays_itself(unset: Any) -> None:
    """Copying and pickling UNSET gives UNSET, so that `is` goes on working; it is falsy."""
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(unset, protocol)) is unset
    assert copy.copy(unset) is copy.deepcopy(unset) is unset
    assert not unset
    assert repr(unset) == "UNSET"


def test_unset_fields_stay_unset_in_copies() -> None:
    """A model's unset field is still unset in its copy."""
    model = LivestreamV1.from_dict(example_of("listLivestreamsV1")["data"][0])
    model.custom_tags = kickwire_api.types.UNSET
    again = pickle.loads(pickle.dumps(model))
    assert again.custom_tags is copy.deepcopy(model).custom_tags is kickwire_api.types.UNSET
    assert "custom_tags" not in again.to_dict()


def example_of(operation: str) -> Any:
    """The first example of an operation's success."""
    return next(example.value for example in SUCCESSES if example.operation == operation)


@pytest.mark.parametrize("kind", [EventName, RedemptionFailureReason, TokenKind])
def test_enums_are_open(kind: Any) -> None:
    """A value that is not listed behaves like those that are: as its text, in sets, in pickles."""
    new, known = kind("brand.new"), next(iter(kind))
    for member in (new, known):
        assert member == member.value
        assert hash(member) == hash(member.value)
        assert {member.value: 1}[member] == 1
        assert pickle.loads(pickle.dumps(member)) == member
        assert type(pickle.loads(pickle.dumps(member))) is kind
        assert copy.deepcopy(member) == member
        assert f"{member}" == str(member) == member.value
        assert json.dumps(member) == json.dumps(member.value)
    assert kind("brand.new") == new != known
    assert new not in list(kind)
    with pytest.raises(ValueError, match="7"):
        kind(7)


def test_offline_stream_is_read_as_nothing() -> None:
    """Go's zero time is None in Python and the zero time again in JSON."""
    offline = next(
        e.value for e in SUCCESSES if e.operation == "getChannels" and "offline" in e.about
    )
    stream = Stream.from_dict(offline["data"][0]["stream"])
    assert (stream.start_time, stream.language, stream.key) == (None, None, None)
    assert (stream.is_live, stream.viewer_count) == (False, 0)
    assert stream.to_dict()["start_time"] == "0001-01-01T00:00:00Z"
