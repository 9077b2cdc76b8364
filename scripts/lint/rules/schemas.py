"""Schemas: only keywords that every reader honours, in the one form that survives generation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import jsonschema_rs

from scripts.lint.plain import integer, mapping
from scripts.lint.registry import site_rule
from scripts.lint.schemas import properties, types
from scripts.lint.sites import Remark, Site
from scripts.lint.sources import Document

KEYWORDS = frozenset(
    [
        "$ref",
        "type",
        "enum",
        "const",
        "format",
        "default",
        "description",
        "examples",
        "deprecated",
        "allOf",
        "anyOf",
        "oneOf",
        "items",
        "properties",
        "required",
        "additionalProperties",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "multipleOf",
        "minLength",
        "maxLength",
        "pattern",
        "minItems",
        "maxItems",
        "uniqueItems",
        "minProperties",
        "maxProperties",
    ]
)
"""What a schema may say; other keywords are unknown, or bind validators but not the generator."""

REFUSED_ELSEWHERE = frozenset(
    {"nullable", "title", "discriminator", "readOnly", "writeOnly", "$defs", "definitions"}
)
"""Keywords that have a rule of their own."""

FORMATS = frozenset(
    [
        "date-time",
        "date",
        "uuid",
        "uri",
        "email",
        "int32",
        "int64",
        "float",
        "double",
        "ulid",
        "binary",
    ]
)
_META = jsonschema_rs.Draft202012Validator({"$ref": "https://json-schema.org/draft/2020-12/schema"})


@site_rule("schema-keyword", "schema")
def schema_keyword(_: Document, site: Site) -> Iterator[Remark]:
    """A misspelt keyword is ignored by all readers, and an exotic one by the generator."""
    for keyword in site.node:
        if keyword not in KEYWORDS | REFUSED_ELSEWHERE and not keyword.startswith("x-"):
            yield site.remark(f"{keyword} is no keyword of our schemas", keyword)


@site_rule("schema-format", "schema")
def schema_format(_: Document, site: Site) -> Iterator[Remark]:
    """A misspelt format is ignored by all readers."""
    if "format" in site.node and site.text("format") not in FORMATS:
        yield site.remark(f"{site.node['format']} is no format we use", "format")


@site_rule("binary-format", "schema")
def binary_format(_: Document, site: Site) -> Iterator[Remark]:
    """The generator turns a binary text into a file object, which JSON cannot carry."""
    if site.node.get("format") == "binary":
        yield site.remark("Kick sends no files", "format")


@site_rule("invalid-schema", "schema")
def invalid_schema(_: Document, site: Site) -> Iterator[Remark]:
    """A schema that JSON Schema itself refuses, as with a misspelt type, checks nothing."""
    if site.parent is not None and site.parent.kind != "schema":
        for error in _META.iter_errors(site.node):
            yield site.remark(error.message, *error.instance_path)
    if not _compiles(site.node.get("pattern")):
        yield site.remark("the pattern does not compile", "pattern")


def _compiles(pattern: Any) -> bool:
    if isinstance(pattern, str):
        try:
            jsonschema_rs.Draft202012Validator({"pattern": pattern})
        except jsonschema_rs.ValidationError:
            return False
    return True


@site_rule("schema-title", "schema")
def schema_title(_: Document, site: Site) -> Iterator[Remark]:
    """The generator names the class after the title; ours are named by their key in components."""
    if "title" in site.node:
        yield site.remark("the key in components is the name", "title")


@site_rule("nullable", "schema")
def nullable(_: Document, site: Site) -> Iterator[Remark]:
    """OpenAPI 3.1 dropped nullable: validators ignore it, the generator still obeys."""
    if "nullable" in site.node:
        yield site.remark('write type: [..., "null"] or anyOf with null', "nullable")


@site_rule("read-write-only", "schema")
def read_write_only(_: Document, site: Site) -> Iterator[Remark]:
    """The generator drops readOnly and writeOnly; request and answer have a schema each."""
    for keyword in ("readOnly", "writeOnly"):
        if keyword in site.node:
            yield site.remark("use two schemas", keyword)


@site_rule("discriminator", "schema")
def discriminator(_: Document, site: Site) -> Iterator[Remark]:
    """The generator ignores a discriminator and tries the members in order."""
    if "discriminator" in site.node:
        yield site.remark("give each member a required const", "discriminator")


@site_rule("boolean-schema", "boolean-schema")
def boolean_schema(_: Document, site: Site) -> Iterator[Remark]:
    """The generator stops at a schema that is just true or false."""
    if site.field != "additionalProperties":
        yield site.remark("write {} with a description for anything")


@site_rule("array-items", "schema")
def array_items(_: Document, site: Site) -> Iterator[Remark]:
    """The generator drops an array without items, and all that uses it."""
    items = site.node.get("items")
    if "array" in types(site.node) and not mapping(items) and not isinstance(items, bool):
        yield site.remark("has no items")


@site_rule("inline-object", "schema")
def inline_object(_: Document, site: Site) -> Iterator[Remark]:
    """An object without a name gets one from its surroundings, which changes with them."""
    if not site.named and ("object" in types(site.node) or "properties" in site.node):
        yield site.remark("move it under components/schemas")


@site_rule("required-property", "schema")
def required_property(document: Document, site: Site) -> Iterator[Remark]:
    """The generator forgets that a property is required when the name is misspelt."""
    if set(site.node) <= {"required", "description"}:
        return  # a member of a union, which has a rule of its own
    known = properties(document, site.node)
    for index, name in enumerate(site.list("required")):
        if str(name) not in known:
            yield site.remark(f"{name} is no property", "required", index)


@site_rule("int64-bounds", "schema")
def int64_bounds(_: Document, site: Site) -> Iterator[Remark]:
    """Validators disagree on whether int64 limits a number, so both limits are written."""
    if site.node.get("format") == "int64":
        for bound in ("minimum", "maximum"):
            if integer(site.node.get(bound)) is None:
                yield site.remark(f"has no {bound}")


@site_rule("lone-ref-siblings", "schema")
def lone_ref_siblings(_: Document, site: Site) -> Iterator[Remark]:
    """Beside an allOf of one reference the generator drops whatever shapes a class."""
    for keyword in ("allOf", "anyOf", "oneOf"):
        members = site.list(keyword)
        if len(members) == 1 and "$ref" in mapping(members[0]):
            for sibling in ("type", "properties", "required", "items", "enum", "const"):
                if sibling in site.node:
                    yield site.remark(f"{sibling} beside {keyword} is dropped", sibling)
