"""Types at run time are the document's, for every value that the document allows."""

from __future__ import annotations

import datetime
import typing
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from types import GenericAlias, NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin
from uuid import UUID

import attrs
import jsonschema_rs
import kickwire_api.errors
import kickwire_api.types
import kickwire_id.errors
import kickwire_id.types
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.tests.contract.contract_documents import DOCUMENTS, model_of, replaced
from conformance.tests.contract.contract_schemas import (
    ZERO_TIME,
    Site,
    attribute_name,
    comparable,
    is_array,
    members,
    plain,
    sites,
    types,
)
from scripts.documents import Node, deref

INVALID_DATA = (kickwire_api.errors.InvalidData, kickwire_id.errors.InvalidData)
UNSETS = (kickwire_api.types.Unset, kickwire_id.types.Unset)

quick = settings(max_examples=20)

SCHEMAS = [
    (package, name)
    for package, document in DOCUMENTS.items()
    for name in document["components"]["schemas"]
]
OBJECTS = [
    (package, name)
    for package, name in SCHEMAS
    if "object" in types(DOCUMENTS[package]["components"]["schemas"][name])
]
ENUMS = [case for case in SCHEMAS if case not in OBJECTS]


def component(package: str, name: str) -> tuple[Node, Node, Any]:
    """The document, a reference to one of its schemas, and the generated class."""
    schema = {"$ref": f"#/components/schemas/{name}"}
    return DOCUMENTS[package], schema, model_of(package, schema)


@cache
def validator(package: str, name: str) -> jsonschema_rs.Draft202012Validator:
    """What tells whether JSON is valid against a component schema."""
    schema = {**DOCUMENTS[package], "$ref": f"#/components/schemas/{name}"}
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True)


# ------------------------------------------------------- values that a schema allows


@st.composite
def moments(draw: st.DrawFn) -> str:
    """An RFC 3339 text of any precision, away from the edges that an offset would cross."""
    moment = draw(st.datetimes(datetime.datetime(1, 1, 2), datetime.datetime(9999, 12, 30)))
    digits = draw(st.text("0123456789", max_size=9))
    offset = draw(st.sampled_from(["Z", "Z", "+00:00", "-03:30", "+14:00"]))
    return f"{moment.isoformat(timespec='seconds')}{'.' * bool(digits)}{digits}{offset}"


FORMATS: dict[str, st.SearchStrategy[str]] = {
    "date-time": moments() | st.just(ZERO_TIME),
    "uuid": st.uuids().map(str),
    "uri": st.just("https://kick.com/a?b=c#d"),
}
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2)
    ),
    max_leaves=4,
)


def values(document: Node, schema: Node) -> st.SearchStrategy[Any]:
    """JSON values that are valid against a schema; zero values come up often, as on the wire."""
    schema = plain(document, schema)
    if members(schema):
        return st.one_of([values(document, member) for member in members(schema)])
    if "const" in schema:
        return st.just(schema["const"])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if not types(schema):
        return anything
    return st.one_of([_typed(document, schema, kind) for kind in types(schema)])


def _typed(document: Node, schema: Node, kind: str) -> st.SearchStrategy[Any]:
    match kind:
        case "null":
            return st.none()
        case "boolean":
            return st.booleans()
        case "integer":
            least, most = schema.get("minimum", -(2**63)), schema.get("maximum", 2**63 - 1)
            edges = [n for n in (0, 1, least, most) if least <= n <= most]
            return st.sampled_from(edges) | st.integers(least, most)
        case "string":
            return _string(schema)
        case "array":
            return st.lists(
                values(document, schema.get("items", {})),
                min_size=schema.get("minItems", 0),
                max_size=min(schema.get("maxItems", 3), 3),
                unique=schema.get("uniqueItems", False),
            )
        case _:
            return _object(document, schema)


def _string(schema: Node) -> st.SearchStrategy[str]:
    if "format" in schema:
        return FORMATS[schema["format"]]
    if "pattern" in schema:
        return st.from_regex(str(schema["pattern"]), fullmatch=True)
    least = schema.get("minLength", 0)
    text = st.text(min_size=least, max_size=max(least, min(schema.get("maxLength", 8), 8)))
    return text if least else text | st.just("")


def _object(document: Node, schema: Node) -> st.SearchStrategy[dict[str, Any]]:
    nodes = schema.get("properties", {})
    of = {name: values(document, node) for name, node in nodes.items()}
    for name, node in nodes.items():
        if "x-kick-zero" in node and "object" in types(plain(document, node)):
            of[name] |= st.just(zeros(document, node))
    required = {name: of[name] for name in of if name in schema.get("required", [])}
    optional = {name: of[name] for name in of if name not in required}
    if schema.get("additionalProperties", True) is not False:
        optional["x_new"] = anything
    whole = st.fixed_dictionaries(required, optional=optional)
    least = schema.get("minProperties", 0)
    return whole.filter(lambda value: len(value) >= least) if least else whole


def zeros(document: Node, schema: Node) -> Any:
    """The value that Go writes for an object that was never filled."""
    schema = plain(document, schema)
    return {
        name: {"integer": 0, "string": "", "boolean": False}[types(plain(document, node))[0]]
        for name, node in schema["properties"].items()
    }


# ------------------------------------------------------- types that annotations name


@cache
def hints(model_class: Any) -> dict[str, Any]:
    """The annotations of a model, resolved."""
    return typing.get_type_hints(model_class)


def fits(value: Any, hint: Any) -> bool:
    """Whether a value is exactly of the type that an annotation names."""
    origin, arguments = get_origin(hint), get_args(hint)
    if hint is Any:
        return True
    if origin in (Union, UnionType):
        return any(fits(value, argument) for argument in arguments)
    if origin is Literal:
        return any(value == a and type(value) is type(a) for a in arguments)
    if origin is list:
        return is_array(value) and all(fits(item, arguments[0]) for item in value)
    if origin is dict:
        return type(value) is dict
    if attrs.has(hint):
        return type(value) is hint and not list(misfits(value))
    if hint is datetime.datetime:
        return type(value) is hint and value.tzinfo is not None
    return type(value) is (NoneType if hint is None else hint)


def misfits(model: Any) -> Iterator[str]:
    """The attributes of a model whose value is not what the annotation says."""
    for name, hint in hints(model.__class__).items():
        value: object = getattr(model, name)
        if not fits(value, hint):
            yield f"{model.__class__.__name__}.{name}: {type(value).__name__}"


def expected(package: str, schema: Node, required: bool) -> set[Any]:
    """The members of the type that a property must have in Python, from its schema alone."""
    document = DOCUMENTS[package]
    whole = plain(document, schema)
    found = set[Any](_of_union(package, schema))
    if "x-kick-zero" in whole:
        found.add(NoneType)
    if not required:
        found.add(next(unset for unset in UNSETS if unset.__module__.startswith(package)))
    return found


def _of_union(package: str, schema: Node) -> Iterator[Any]:
    document = DOCUMENTS[package]
    whole = plain(document, schema)
    for member in members(whole):
        yield from _of_union(package, member)
    if members(whole):
        return
    for reference in [schema, *schema.get("allOf", [])]:
        if "$ref" in reference and "const" not in deref(document, reference):
            yield model_of(package, reference)
            return
    if "const" in whole:
        yield Literal[whole["const"]]
    elif not types(whole):
        yield Any
    for kind in [] if "const" in whole else types(whole):
        yield from _of_kind(package, whole, kind)


def _of_kind(package: str, schema: Node, kind: str) -> Iterator[Any]:
    scalars: dict[str, Any] = {"boolean": bool, "integer": int, "null": NoneType}
    if kind == "array":
        item: Any
        (item,) = expected(package, schema["items"], required=True)
        yield GenericAlias(list, (item,))
    elif kind == "string":
        formats: dict[str, Any] = {"date-time": datetime.datetime, "uuid": UUID}
        yield formats.get(schema.get("format", ""), str)
    else:
        yield scalars[kind]


@pytest.mark.parametrize(("package", "name"), OBJECTS)
def test_annotations_are_the_documents_types(package: str, name: str) -> None:
    """Each property has the Python type of its schema: nothing wider, nothing narrower."""
    document, schema, model_class = component(package, name)
    node = plain(document, schema)
    for property_name, property_schema in node.get("properties", {}).items():
        hint = hints(model_class)[attribute_name(model_class, property_name)]
        found = set(get_args(hint)) if get_origin(hint) in (Union, UnionType) else {hint}
        assert found == expected(
            package, property_schema, property_name in node.get("required", [])
        )


@pytest.mark.parametrize(("package", "name"), OBJECTS)
def test_fields_are_the_documents_properties(package: str, name: str) -> None:
    """A model has the document's properties in the document's order, and the additional ones."""
    document, schema, model_class = component(package, name)
    names = [
        attribute_name(model_class, key) for key in plain(document, schema).get("properties", {})
    ]
    assert [field.name for field in attrs.fields(model_class)] == [*names, "additional_properties"]


@pytest.mark.parametrize(("package", "name"), OBJECTS)
def test_valid_json_becomes_what_the_annotations_say(package: str, name: str) -> None:
    """Valid JSON is read into exactly the annotated types, and written back valid and equal."""
    document, schema, model_class = component(package, name)

    @quick
    @given(values(document, schema))
    def check(value: Any) -> None:
        validator(package, name).validate(value)
        model = model_class.from_dict(value)
        assert list(misfits(model)) == []
        written = model.to_dict()
        validator(package, name).validate(written)
        assert comparable(document, schema, written) == comparable(document, schema, value)
        assert model_class.from_dict(written) == model

    check()


WRONG: list[Any] = [None, True, 1, 1.5, "x", [], {}]
"""One value of each JSON kind."""


@pytest.mark.parametrize(("package", "name"), OBJECTS)
def test_json_of_another_type_is_refused_at_its_pointer(package: str, name: str) -> None:
    """A value whose type the document forbids is refused, and the complaint points at it."""
    document, schema, model_class = component(package, name)
    value = sample(document, schema)
    model_class.from_dict(value)
    for site in sites(document, schema, value):
        for wrong in WRONG:
            if not allowed(document, schema, value, site, wrong):
                assert refused(model_class, replaced(value, site.pointer, wrong)) == site.pointer


def sample(document: Node, schema: Node) -> Any:
    """A valid value in which everything is present and nothing is null or zero."""
    schema = plain(document, schema)
    for member in members(schema):
        if types(plain(document, member)) != ["null"]:
            return sample(document, member)
    if "const" in schema or "enum" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    match next((kind for kind in types(schema) if kind != "null"), "anything"):
        case "object":
            nodes = schema.get("properties", {}).items()
            return {name: sample(document, node) for name, node in nodes}
        case "array":
            return [sample(document, schema["items"])]
        case "string":
            texts = {"date-time": "2025-08-20T07:05:42Z", "uuid": str(UUID(int=7))}
            return texts.get(schema.get("format", ""), "text")
        case kind:
            return {"boolean": True, "integer": 7}.get(kind)


def allowed(document: Node, schema: Node, whole: Any, site: Site, value: Any) -> bool:
    """Whether a value may stand at a site, as far as its type goes."""
    if value is None:
        return not types(site.schema) or absent_is_null(document, schema, whole, site)
    if "const" in site.schema:
        return bool(value == site.schema["const"])
    if isinstance(value, str) and site.schema.get("format") in ("date-time", "uuid"):
        return False
    return not types(site.schema) or kind_of(value) in types(site.schema)


def absent_is_null(document: Node, schema: Node, whole: Any, site: Site) -> bool:
    """Null for a field that is optional, nullable or zero is taken for its absence."""
    if not site.pointer:
        return False
    parent, _, name = site.pointer.rpartition("/")
    owner = next(s for s in sites(document, schema, whole) if s.pointer == parent)
    if is_array(owner.value):
        return False
    node = plain(document, owner.schema["properties"][name])
    nullable = any("null" in types(member) for member in [node, *members(node)])
    return nullable or "x-kick-zero" in node or name not in owner.schema.get("required", [])


def kind_of(value: Any) -> str:
    """The JSON type of a value that is not null."""
    names = {"bool": "boolean", "int": "integer", "float": "number", "str": "string"}
    return names.get(value.__class__.__name__, "array" if is_array(value) else "object")


def refused(model_class: Any, value: Any) -> str:
    """Where the complaint points when the value is read."""
    with pytest.raises(INVALID_DATA) as caught:
        model_class.from_dict(value)
    error: Any = caught.value
    pointer: str = error.pointer
    return pointer


@pytest.mark.parametrize(("package", "name"), ENUMS)
def test_enums_hold_the_documents_values(package: str, name: str) -> None:
    """An enum lists what the document lists, in its order, and is a string."""
    document, schema, enum = component(package, name)
    assert issubclass(enum, StrEnum)
    assert [member.value for member in enum] == plain(document, schema)["enum"]


def test_every_schema_is_generated_and_nothing_else() -> None:
    """The models of each package are exactly the component schemas of its document."""
    for package, document in DOCUMENTS.items():
        models = __import__(f"{package}.models", fromlist=["__all__"])
        assert set(models.__all__) == set(document["components"]["schemas"])


@pytest.mark.parametrize(
    ("text", "second", "microsecond"),
    [
        ("2025-08-20T07:05:42Z", 42, 0),
        ("2025-08-20T07:05:42.5Z", 42, 500_000),
        ("2025-08-20T07:05:42.561408909Z", 42, 561_408),
        ("2025-08-20T07:05:42.999999999Z", 42, 999_999),
        ("2025-08-20t07:05:42z", 42, 0),
        ("2025-08-20T09:05:42+02:00", 42, 0),
        ("2025-08-20T07:05:60Z", 59, 0),
    ],
)
def test_date_times_of_every_precision_are_read(text: str, second: int, microsecond: int) -> None:
    """Kick writes none to nine digits after the second; what is below a microsecond is cut."""
    model = component("kickwire_api", "Redemption")[2].from_dict(redemption(text))
    moment = datetime.datetime(2025, 8, 20, 7, 5, second, microsecond, datetime.UTC)
    assert model.redeemed_at == moment


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2025-08-20",
        "2025-08-20T07:05:42",
        "2025-08-20T07:05Z",
        "20250820T070542Z",
        "2025-08-20T07:05:42,5Z",
        "2025-13-20T07:05:42Z",
        "2025-02-30T07:05:42Z",
        "2025-08-20T24:00:00Z",
        "2025-08-20T07:05:42+2400",
        "2025-08-20T07:05:42Z\n",
        "\uff12025-08-20T07:05:42Z",
        "0000-01-01T00:00:00Z",
        "2025-W34-3T07:05:42Z",
    ],
)
def test_what_is_no_date_time_is_refused(text: str) -> None:
    """Only RFC 3339 is a date-time, and one without an offset is none."""
    model_class = component("kickwire_api", "Redemption")[2]
    assert refused(model_class, redemption(text)) == "/redeemed_at"


def redemption(moment: str) -> dict[str, Any]:
    """A redemption in JSON that was made at this moment."""
    return {
        "id": "01KCTMJ2X3DXT814CVX8FR9T1D",
        "redeemed_at": moment,
        "redeemer": {"user_id": 123},
        "status": "pending",
        "user_input": "",
    }


@pytest.mark.parametrize(
    "text",
    [
        "",
        "5138d04d",
        "5138d04d-68f8-4eca-aa65-93123f6f97fg",
        "5138d04d-68f8-4eca-aa65-93123f6f9_fe",
        "5138d04d-68f8-4eca-aa65-93123f6f97f\uff11",
    ],
)
def test_what_is_no_uuid_is_refused(text: str) -> None:
    """Only hexadecimal digits make a UUID; Python's own reader takes more for digits."""
    model_class = component("kickwire_api", "StartedAdBreak")[2]
    assert refused(model_class, {"id": text, "remaining_ad_breaks": 1}) == "/id"


@pytest.mark.parametrize(
    ("category", "nothing"),
    [
        ({"id": 0, "name": "", "thumbnail": ""}, True),
        ({"id": 0, "name": "", "thumbnail": "", "tags": None, "viewer_count": 0}, True),
        ({"id": 0, "name": "", "thumbnail": "", "tags": ["new"]}, False),
        ({"id": 0, "name": "IRL", "thumbnail": ""}, False),
    ],
)
def test_objects_of_zeros_are_nothing(category: dict[str, Any], nothing: bool) -> None:
    """A category of zeros is none, also when Kick has added more zeros to it."""
    document, schema, model_class = component("kickwire_api", "Channel")
    channel = model_class.from_dict({**sample(document, schema), "category": category})
    assert (channel.category is None) == nothing
    written = channel.to_dict()["category"]
    assert written == ({"id": 0, "name": "", "thumbnail": ""} if nothing else category)


def test_false_is_no_zero() -> None:
    """In Python false equals 0; in an object of zeros it is of a wrong type all the same."""
    document, schema, model_class = component("kickwire_api", "Channel")
    value = {**sample(document, schema), "category": {"id": False, "name": "", "thumbnail": ""}}
    assert refused(model_class, value) == "/category/id"
