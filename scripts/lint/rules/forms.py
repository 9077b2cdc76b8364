"""Forms: objects where objects belong, with the fields without which nobody can read them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from scripts.documents import METHODS
from scripts.lint.operations import OPERATIONS
from scripts.lint.plain import is_list, is_mapping, words
from scripts.lint.registry import document_rule, site_rule
from scripts.lint.schemas import types
from scripts.lint.sites import FIELDS, Remark, Site, fields
from scripts.lint.sources import Document

_PARTS = ("info", "tags", "paths")
_PLACES = ("path", "query", "header", "cookie")
_ITEM = frozenset({*METHODS, "summary", "description", "servers", "parameters"})
_OPERATION = frozenset(
    {"tags", "summary", "description", "externalDocs", "operationId", "parameters"}
    | {"requestBody", "responses", "callbacks", "deprecated", "security", "servers"}
)
_PARAMETER = frozenset(
    {"name", "in", "description", "required", "deprecated", "allowEmptyValue", "style"}
    | {"explode", "allowReserved", "schema", "example", "examples", "content"}
)
_FIELDS = {
    "document": frozenset(
        {"openapi", "info", "jsonSchemaDialect", "servers", "paths", "webhooks"}
        | {"components", "security", "tags", "externalDocs"}
    ),
    "server": frozenset({"url", "description", "variables"}),
    "tag": frozenset({"name", "description", "externalDocs"}),
    "path-item": _ITEM,
    "webhook-item": _ITEM,
    "operation": _OPERATION,
    "webhook": _OPERATION,
    "parameter": _PARAMETER,
    "header": _PARAMETER - {"name", "in"},
    "request-body": frozenset({"description", "content", "required"}),
    "response": frozenset({"description", "headers", "content", "links"}),
    "media-type": frozenset({"schema", "example", "examples", "encoding"}),
}
"""The fields of OpenAPI 3.1; whether we use them is said by other rules."""

_JSON_TYPES: dict[str, Callable[[Any], bool]] = {
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: _is_number(value) and value == int(value),
    "number": lambda value: _is_number(value),
    "array": is_list,
    "object": is_mapping,
    "null": lambda value: value is None,
}


@site_rule("object-form", *FIELDS)
def object_form(_: Document, site: Site) -> Iterator[Remark]:
    """What stands where an object belongs is skipped by all rules and breaks the generator."""
    for field, shape, kind in fields(site):
        value = site.node[field]
        if shape == "one":
            yield from _no_object(site, kind, value, field)
        elif not (is_list(value) if shape == "list" else is_mapping(value)):
            yield site.remark(f"a {'list' if shape == 'list' else 'mapping'} is expected", field)
        else:
            items = enumerate(value) if is_list(value) else value.items()
            for key, item in items:
                yield from _no_object(site, kind, item, field, key)


def _no_object(site: Site, kind: str, value: Any, *below: str | int) -> Iterator[Remark]:
    if not is_mapping(value) and not (kind == "schema" and isinstance(value, bool)):
        yield site.remark(f"a {kind} is expected, which is a mapping", *below)


@document_rule("missing-part")
def missing_part(document: Document) -> Iterator[Remark]:
    """Without its info, tags or paths a document describes nothing that can be generated."""
    for part in _PARTS:
        if part not in document.tree:
            yield Remark("", f"has no {part}")


@document_rule("missing-server")
def missing_server(document: Document) -> Iterator[Remark]:
    """The first server is the address that the generated client calls."""
    servers = document.tree.get("servers", [])
    if servers == []:
        yield Remark("/servers", "at least one server is needed")
    for site in document.of_kind("server"):
        if not site.text("url"):
            yield site.remark("has no url", "url")


@site_rule("unknown-field", *_FIELDS)
def unknown_field(_: Document, site: Site) -> Iterator[Remark]:
    """A misspelt field is ignored by the generator, and validators break down for want of it."""
    for field in site.node:
        if field not in _FIELDS[site.kind] and not field.startswith(("x-", "$ref")):
            yield site.remark(f"{field} is no field of a {site.kind}", field)


@site_rule("parameter-form", "parameter")
def parameter_form(_: Document, site: Site) -> Iterator[Remark]:
    """A parameter without name, place or schema cannot be sent, and validators break down."""
    if site.ref is not None:
        return
    if not site.text("name"):
        yield site.remark("has no name")
    if site.text("in") not in _PLACES:
        yield site.remark(f"in is one of {', '.join(_PLACES)}")
    if "schema" not in site.node and "content" not in site.node:
        yield site.remark("has no schema")


@site_rule("security-form", *OPERATIONS)
def security_form(_: Document, site: Site) -> Iterator[Remark]:
    """Each alternative of security is a mapping from a token kind to its list of scopes."""
    for index, requirement in enumerate(site.list("security")):
        if not is_mapping(requirement):
            yield site.remark("a mapping is expected", "security", index)
            continue
        for scheme, scopes in requirement.items():
            if not is_list(scopes) or words(scopes) != scopes:
                yield site.remark("a list of scopes is expected", "security", index, scheme)


@site_rule("const-type", "schema")
def const_type(_: Document, site: Site) -> Iterator[Remark]:
    """A const that its own type refuses can be sent by nobody."""
    named = types(site.node) & set(_JSON_TYPES)
    if "const" in site.node and named:
        value = site.node["const"]
        if not any(_JSON_TYPES[name](value) for name in named):
            yield site.remark(f"{value!r} is no {' or '.join(sorted(named))}", "const")


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
