"""A judge of requests that knows the documents only, and arguments for it to judge.

Nothing here looks into what was generated, but for the models that are arguments themselves.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, cast
from urllib.parse import parse_qsl, unquote, urlsplit
from uuid import UUID

import httpx
import jsonschema_rs
import kickwire_api.models
from hypothesis import strategies as st
from kickwire_api.types import UNSET

from conformance.tests.contract.contract_documents import API
from conformance.tests.contract.contract_schemas import plain
from scripts.documents import Node, Place, deref, operations

INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")


class Refused(Exception):
    """The documents do not allow it."""


@dataclass(frozen=True)
class Rules:
    """An operation as the document has it."""

    place: Place

    def __str__(self) -> str:
        return str(self.place.node["x-kick-name"])

    @cached_property
    def parameters(self) -> dict[str, Node]:
        """Path and query parameters by name."""
        found = [deref(API, node) for node in self.place.node.get("parameters", [])]
        return {node["name"]: node for node in found}

    @cached_property
    def body(self) -> Node | None:
        """The schema of the JSON body."""
        if "requestBody" not in self.place.node:
            return None
        body = deref(API, self.place.node["requestBody"])
        return plain(API, body["content"]["application/json"]["schema"])

    @property
    def fields(self) -> dict[str, Node]:
        """The schemas of the facade's arguments: parameters and fields of the body."""
        found = {name: node["schema"] for name, node in self.parameters.items()}
        return found | (self.body["properties"] if self.body else {})

    @property
    def required(self) -> set[str]:
        """The names of the arguments that have to be given."""
        found = {name for name, node in self.parameters.items() if node.get("required")}
        return found | set(self.body.get("required", []) if self.body else [])

    @property
    def cursor(self) -> str:
        """The parameter that takes the server's cursor, whose length is up to the server."""
        return str(self.place.node.get("x-kick-page", {}).get("cursor", ""))

    @property
    def chunked(self) -> set[str]:
        """The lists that may be longer than one request carries."""
        return {chunk["parameter"] for chunk in self.place.node.get("x-kick-chunk", [])}


RULES = [Rules(place) for place in operations(API)]


def demand(schema: Node, value: Any, where: str) -> None:
    """Refuse a JSON value that the schema does not allow."""
    error = next(_validator(json.dumps(schema)).iter_errors(value), None)
    if error is not None:
        raise Refused(f"{where}: {error.message}")


@cache
def _validator(schema: str) -> jsonschema_rs.Draft202012Validator:
    whole = {**json.loads(schema), "components": API["components"]}
    return jsonschema_rs.Draft202012Validator(whole, validate_formats=True)


# ---------------------------------------------------------------- requests


def judge(rules: Rules, request: httpx.Request) -> None:
    """Refuse a request that the document does not allow, from its bytes alone."""
    assert request.method == rules.place.method.upper()
    url = urlsplit(str(request.url))
    values = _path_values(rules, url.path) | _query_values(rules, url.query)
    for name, node in rules.parameters.items():
        if name in values and name != rules.cursor:
            demand(node["schema"], values[name], name)
        elif node.get("required") and name not in values:
            raise Refused(f"{name} is missing")
    body: Any = json.loads(request.content) if request.content else None
    if rules.body is not None:
        demand(rules.body, body, "body")
    elif body is not None:
        raise Refused("there is no body")
    _across(rules, values | (body or {}))


def _path_values(rules: Rules, path: str) -> dict[str, Any]:
    template = re.escape(rules.place.path).replace(r"\{", "{").replace(r"\}", "}")
    match = re.fullmatch(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", template), path)
    if match is None:
        raise Refused(f"{path} is no {rules.place.path}")
    found = {name: unquote(text, errors="strict") for name, text in match.groupdict().items()}
    return {
        name: _typed(rules.parameters[name]["schema"], text, name) for name, text in found.items()
    }


def _query_values(rules: Rules, query: str) -> dict[str, Any]:
    found: dict[str, list[str]] = {}
    for name, text in parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query)):
        found.setdefault(name, []).append(text)
    values: dict[str, Any] = {}
    for name, texts in found.items():
        if name not in rules.parameters:
            raise Refused(f"there is no parameter {name}")
        node = rules.parameters[name]
        schema = plain(API, node["schema"])
        if schema.get("type") == "array":
            parts = texts if node.get("explode", True) else texts[0].split(",")
            values[name] = [_typed(schema["items"], part, name) for part in parts]
        elif len(texts) == 1:
            values[name] = _typed(schema, texts[0], name)
        else:
            raise Refused(f"{name} stands there twice")
    return values


def _typed(schema: Node, text: str, name: str) -> Any:
    if plain(API, schema).get("type") != "integer":
        return text
    if not INTEGER.fullmatch(text):
        raise Refused(f"{name}: {text!r} is no integer")
    return int(text)


def _across(rules: Rules, values: dict[str, Any]) -> None:
    for group in rules.place.node.get("x-kick-exclusive", []):
        if len([name for name in group if name in values]) > 1:
            raise Refused(f"{', '.join(group)}: one of them")
    for rule in rules.place.node.get("x-kick-needs", []):
        if values.get(rule["where"]) == rule["is"] and rule["needed"] not in values:
            raise Refused(f"{rule['needed']} is missing")


# ---------------------------------------------------------------- arguments


def allowed(rules: Rules, arguments: dict[str, Any]) -> bool:
    """Whether the document allows a call with these arguments."""
    given = {name: value for name, value in arguments.items() if value is not UNSET}
    try:
        values = {name: _as_json(value) for name, value in given.items()}
        for name, value in values.items():
            _demand_argument(rules, name, value)
        if not rules.required <= values.keys():
            return False
        if rules.body is not None:
            body = {name: values[name] for name in rules.body["properties"] if name in values}
            demand(rules.body, body, "body")
        _across(rules, values)
    except Refused:
        return False
    return True


def _demand_argument(rules: Rules, name: str, value: Any) -> None:
    schema = plain(API, rules.fields[name])
    if name == rules.cursor:
        schema = {"type": "string"}
    if name in rules.chunked:
        schema = {key: limit for key, limit in schema.items() if key != "maxItems"}
    demand(schema, value, name)
    node = rules.parameters.get(name, {})
    if node.get("in") == "path" and value in ("", ".", ".."):
        raise Refused("it would name another resource")
    if node.get("in") == "query" and isinstance(value, list):
        items = cast("list[object]", value)
        commas = not node.get("explode", True) and any("," in str(item) for item in items)
        if commas or not value:
            raise Refused("a query cannot say it")


def _as_json(value: Any) -> Any:
    """An argument as JSON has it; what JSON does not have is refused, and so is 1.0 for 1."""
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, list | tuple):
        return [_as_json(item) for item in cast("Sequence[object]", value)]
    if type(value).__module__.startswith(kickwire_api.models.__name__):
        return _as_json_model(value)
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError:
            raise Refused("a lone surrogate") from None
        return str(value)
    if isinstance(value, bool | int):
        return value
    raise Refused(f"{type(value).__name__} is no argument")


def _as_json_model(model: Any) -> Any:
    if isinstance(model, str):
        return str(model)
    fields = {name: getattr(model, name) for name in type(model).__annotations__}
    added = fields.pop("additional_properties")
    named = {name.rstrip("_"): value for name, value in fields.items() if value is not UNSET}
    return {name: _as_json(value) for name, value in {**added, **named}.items()}


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
JUNK: st.SearchStrategy[Any] = st.one_of(
    st.sampled_from([None, True, False, 0, -1, 1.0, 1.5, float("nan"), b"x", "", "x", ",", ".."]),
    st.sampled_from([[], {}, [None], [True], [[]], ["x"], "\ud800", "x" * 600, 2**63, object()]),
    st.integers(-5, 20_000),
    TEXTS,
    st.lists(TEXTS | st.integers(0, 9), max_size=120),
)
"""What arguments are not, or are only by chance."""


def fitting(schema: Node) -> st.SearchStrategy[Any]:
    """Arguments that a schema allows."""
    target = schema.get("$ref", "") or next(
        (member["$ref"] for member in schema.get("allOf", []) if "$ref" in member), ""
    )
    node = plain(API, schema)
    if "anyOf" in node:
        return st.one_of([fitting(member) for member in node["anyOf"]])
    if "enum" in node:
        model = getattr(kickwire_api.models, target.rsplit("/", 1)[1])
        return st.sampled_from([*node["enum"], *map(model, node["enum"])])
    return _KINDS[node["type"]](node, target)


def _integers(node: Node, _: str) -> st.SearchStrategy[Any]:
    least, most = node.get("minimum", -(2**31)), node.get("maximum", 2**31)
    return st.integers(least, most) | st.sampled_from([least, most])


def _strings(node: Node, _: str) -> st.SearchStrategy[Any]:
    if node.get("format") == "uuid":
        return st.uuids() | st.uuids().map(str)
    if "pattern" in node:
        pattern = str(node["pattern"])
        return st.from_regex(pattern.replace("$", r"\Z"))
    least, most = node.get("minLength", 0), node.get("maxLength", 40)
    letters = st.characters(exclude_categories=["Cs"])
    limits = ["x" * least, "\u00e9" * most, "\U0001f600" * most]
    return st.one_of(st.text(letters, min_size=least, max_size=most), st.sampled_from(limits))


def _booleans(_: Node, __: str) -> st.SearchStrategy[Any]:
    return st.booleans()


def _arrays(node: Node, _: str) -> st.SearchStrategy[Any]:
    item = fitting(node["items"])
    least, most = max(node.get("minItems", 0), 1), node.get("maxItems", 9)
    unique = node.get("uniqueItems", False)
    few = st.lists(item, min_size=least, max_size=min(most, 4), unique=unique)
    return few if unique else few | item.map(lambda one: [one] * most) | few.map(tuple)


def _objects(node: Node, target: str) -> st.SearchStrategy[Any]:
    model: Callable[..., Any] = getattr(kickwire_api.models, target.rsplit("/", 1)[1])
    return st.builds(model, **{name: fitting(field) for name, field in node["properties"].items()})


_KINDS: dict[str, Callable[[Node, str], st.SearchStrategy[Any]]] = {
    "array": _arrays,
    "boolean": _booleans,
    "integer": _integers,
    "object": _objects,
    "string": _strings,
}


def near(schema: Node) -> st.SearchStrategy[Any]:
    """Arguments just outside of a limit, or with something in them that is."""
    node = plain(API, schema)
    match node.get("type"):
        case "integer":
            return st.sampled_from([node.get("minimum", 0) - 1, node.get("maximum", 0) + 1, True])
        case "string":
            least, most = node.get("minLength", 0), node.get("maxLength", 0)
            sizes = st.sampled_from(["x" * (most + 1), "x" * max(least - 1, 0)])
            return sizes | fitting(schema).map(lambda text: f"{text}\n")
        case "array":
            item, limit = fitting(node["items"]), node.get("maxItems", 9)
            longer = item.map(lambda one: [one] * (limit + 1))
            twice = item.map(lambda one: [one, one])
            single = st.sampled_from(["abc", 5, {"a": 1}])
            return single | longer | twice | st.tuples(item, near(node["items"]) | JUNK).map(list)
        case "object":
            model = getattr(kickwire_api.models, schema["$ref"].rsplit("/", 1)[1])
            fields = {name: fitting(f) | near(f) | JUNK for name, f in node["properties"].items()}
            return st.builds(model, **fields) | fitting(schema).map(_with_more)
        case _:
            return JUNK


def _with_more(model: Any) -> Any:
    """The model with a field that the document does not have."""
    model.additional_properties = {"more": "x"}
    return model


def calls(rules: Rules) -> st.SearchStrategy[dict[str, Any]]:
    """Arguments of an operation, each of them allowed; their combination need not be."""
    return _calls(rules, "")


def broken_calls(rules: Rules) -> st.SearchStrategy[dict[str, Any]]:
    """Arguments of which one may be anything, or be missing although it is required."""
    if not rules.fields:
        return st.just({})
    broken = st.sampled_from(sorted(rules.fields)).flatmap(lambda name: _calls(rules, name))
    lacking = _calls(rules, "").flatmap(
        lambda call: st.sampled_from([{k: call[k] for k in call if k != n} for n in ["", *call]])
    )
    return broken | broken | lacking


def _calls(rules: Rules, broken: str) -> st.SearchStrategy[dict[str, Any]]:
    arguments = {name: fitting(schema) for name, schema in rules.fields.items()}
    always = rules.required | {broken} if broken else rules.required
    if broken:
        arguments[broken] = JUNK | near(rules.fields[broken])
    return st.fixed_dictionaries(
        {name: arguments[name] for name in arguments if name in always},
        optional={name: arguments[name] for name in arguments if name not in always},
    )
