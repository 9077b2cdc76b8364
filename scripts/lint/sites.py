"""Which object of a document is what: a walk that knows fields from names and examples.

A plain walk cannot tell a schema from a property that happens to be called ``schema``, or the
keyword ``nullable`` from an example that contains the word. This one follows the table below.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, TypeAlias

from scripts.documents import METHODS, Node, pointer
from scripts.lint.plain import is_mapping, mapping, sequence, text

Shape: TypeAlias = Literal["one", "list", "map"]
Fields: TypeAlias = dict[str, tuple[Shape, str]]

ANY_KEY = "*"
"""Stands for every field of an object whose fields are names, extensions excepted."""

_OPERATION: Fields = {
    "parameters": ("list", "parameter"),
    "requestBody": ("one", "request-body"),
    "responses": ("one", "responses"),
    "callbacks": ("map", "callback"),
    "servers": ("list", "server"),
    "externalDocs": ("one", "external-docs"),
}
_PARAMETER: Fields = {
    "schema": ("one", "schema"),
    "content": ("map", "media-type"),
    "examples": ("map", "example"),
}


def _methods(kind: str) -> Fields:
    return dict.fromkeys(METHODS, ("one", kind))


FIELDS: dict[str, Fields] = {
    "document": {
        "info": ("one", "info"),
        "servers": ("list", "server"),
        "paths": ("one", "paths"),
        "webhooks": ("map", "webhook-item"),
        "components": ("one", "components"),
        "tags": ("list", "tag"),
        "externalDocs": ("one", "external-docs"),
    },
    "info": {"contact": ("one", "contact"), "license": ("one", "license")},
    "server": {"variables": ("map", "server-variable")},
    "tag": {"externalDocs": ("one", "external-docs")},
    "paths": {ANY_KEY: ("one", "path-item")},
    "path-item": {
        **_methods("operation"),
        "parameters": ("list", "parameter"),
        "servers": ("list", "server"),
    },
    "webhook-item": {
        **_methods("webhook"),
        "parameters": ("list", "parameter"),
        "servers": ("list", "server"),
    },
    "operation": _OPERATION,
    "webhook": _OPERATION,
    "parameter": _PARAMETER,
    "header": _PARAMETER,
    "request-body": {"content": ("map", "media-type")},
    "responses": {ANY_KEY: ("one", "response")},
    "response": {
        "headers": ("map", "header"),
        "content": ("map", "media-type"),
        "links": ("map", "link"),
    },
    "media-type": {
        "schema": ("one", "schema"),
        "examples": ("map", "example"),
        "encoding": ("map", "encoding"),
    },
    "encoding": {"headers": ("map", "header")},
    "components": {
        "schemas": ("map", "schema"),
        "responses": ("map", "response"),
        "parameters": ("map", "parameter"),
        "examples": ("map", "example"),
        "requestBodies": ("map", "request-body"),
        "headers": ("map", "header"),
        "securitySchemes": ("map", "security-scheme"),
        "links": ("map", "link"),
        "callbacks": ("map", "callback"),
        "pathItems": ("map", "path-item"),
    },
    "schema": {
        "properties": ("map", "schema"),
        "patternProperties": ("map", "schema"),
        "$defs": ("map", "schema"),
        "dependentSchemas": ("map", "schema"),
        "items": ("one", "schema"),
        "prefixItems": ("list", "schema"),
        "contains": ("one", "schema"),
        "additionalProperties": ("one", "schema"),
        "unevaluatedProperties": ("one", "schema"),
        "unevaluatedItems": ("one", "schema"),
        "propertyNames": ("one", "schema"),
        "allOf": ("list", "schema"),
        "anyOf": ("list", "schema"),
        "oneOf": ("list", "schema"),
        "not": ("one", "schema"),
        "if": ("one", "schema"),
        "then": ("one", "schema"),
        "else": ("one", "schema"),
        "discriminator": ("one", "discriminator"),
        "externalDocs": ("one", "external-docs"),
    },
    "security-scheme": {"flows": ("one", "flows")},
    "flows": {
        "implicit": ("one", "flow"),
        "password": ("one", "flow"),
        "clientCredentials": ("one", "flow"),
        "authorizationCode": ("one", "flow"),
    },
}


class Remark(NamedTuple):
    """What a rule says about one place of a document."""

    pointer: str
    message: str


@dataclass(frozen=True, eq=False)
class Site:
    """One object of a document: what it is, where it stands, what it is part of."""

    kind: str
    pointer: str
    node: Node
    parent: Site | None = None
    field: str = ""
    key: str = ""
    boolean: bool = False

    @property
    def place(self) -> str:
        """Where our words see it; a schema is a named one, a property, or an inline one."""
        if self.kind != "schema":
            return self.kind
        if self.field == "properties":
            return "property"
        return "schema" if self.named else "inline-schema"

    @property
    def named(self) -> bool:
        """Whether it is an entry of ``components``."""
        return self.parent is not None and self.parent.kind == "components"

    @property
    def ref(self) -> str | None:
        """Its ``$ref``, if it is a reference."""
        target = self.node.get("$ref")
        return target if isinstance(target, str) else None

    def remark(self, message: str, *below: str | int) -> Remark:
        """A remark on this object, or on what stands below it."""
        return Remark(self.pointer + pointer(*below), message)

    def map(self, field: str) -> Node:
        """A field that should be a mapping."""
        return mapping(self.node.get(field))

    def list(self, field: str) -> list[Any]:
        """A field that should be a list."""
        return sequence(self.node.get(field))

    def text(self, field: str) -> str:
        """A field that should be a text."""
        return text(self.node.get(field))

    def within(self, *kinds: str) -> Site | None:
        """The nearest object around this one that is of one of these kinds."""
        around = self.parent
        while around is not None and around.kind not in kinds:
            around = around.parent
        return around


def visit(site: Site) -> Iterator[Site]:
    """This object and all below it, in the order of the table."""
    yield site
    for field, shape, kind in fields(site):
        for key, child in _children(shape, site.node[field]):
            yield from _visit_child(site, kind, field, key, child)


def fields(site: Site) -> Iterator[tuple[str, Shape, str]]:
    """The fields of this object that hold objects: name, shape, kind of what they hold."""
    known = FIELDS.get(site.kind, {})
    if ANY_KEY in known:
        names = (key for key in site.node if not key.startswith("x-"))
        known = dict.fromkeys(names, known[ANY_KEY])
    for field, (shape, kind) in known.items():
        if field in site.node:
            yield field, shape, kind


def _visit_child(site: Site, kind: str, field: str, key: str | None, node: Any) -> Iterator[Site]:
    at = site.pointer + (pointer(field) if key is None else pointer(field, key))
    if is_mapping(node):
        yield from visit(Site(kind, at, node, site, field, key or ""))
    elif isinstance(node, bool) and kind == "schema":
        yield Site("boolean-schema", at, {}, site, field, key or "", boolean=node)


def _children(shape: Shape, value: Any) -> Iterator[tuple[str | None, Any]]:
    if shape == "one":
        yield None, value
    elif shape == "list":
        yield from ((str(index), item) for index, item in enumerate(sequence(value)))
    else:
        yield from mapping(value).items()
