"""Unions and enums: members that can be told apart, and values that stay apart as Python names."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from scripts.lint.names import enum_member
from scripts.lint.plain import mapping
from scripts.lint.registry import site_rule
from scripts.lint.schemas import UNIONS, is_object, properties, required, types
from scripts.lint.sites import Remark, Site
from scripts.lint.sources import Document

_VALUE_TYPES: dict[str, type] = {"string": str, "integer": int}


@site_rule("required-union", "schema")
def required_union(_: Document, site: Site) -> Iterator[Remark]:
    """The generator makes no model at all of a union of bare required lists."""
    for union in UNIONS:
        for index, member in enumerate(site.list(union)):
            if mapping(member) and set(mapping(member)) <= {"required", "description"}:
                yield site.remark("say in words which fields are needed", union, index)


@site_rule("union-siblings", "schema")
def union_siblings(_: Document, site: Site) -> Iterator[Remark]:
    """Beside a union the generator drops properties and allOf, and of two unions it makes one."""
    beside = [union for union in UNIONS if len(site.list(union)) > 1]
    for sibling in ("properties", "allOf", "items", "enum", "const", *beside[1:]):
        if beside and sibling in site.node and not _bare(site, beside[0]):
            yield site.remark(f"{sibling} beside {beside[0]} is dropped", sibling)


def _bare(site: Site, union: str) -> bool:
    return any(set(mapping(member)) <= {"required", "description"} for member in site.list(union))


@site_rule("union-const", "schema")
def union_const(document: Document, site: Site) -> Iterator[Remark]:
    """The generator takes the first member that parses; a required const tells them apart."""
    for union in UNIONS:
        objects = [item for item in site.list(union) if is_object(document, item)]
        if len(objects) > 1 and not _told_apart(document, objects):
            yield site.remark(
                "the members share no required property with a const of its own", union
            )


def _told_apart(document: Document, members: list[Any]) -> bool:
    """Whether one property is required in every member and constant, with another value in each."""
    marks = [_consts(document, member) for member in members]
    for name in marks[0]:
        values = [mark.get(name) for mark in marks]
        if None not in values and len(set(values)) == len(values):
            return True
    return False


def _consts(document: Document, member: Any) -> dict[str, str]:
    needed = required(document, member)
    return {
        name: json.dumps(mapping(schema)["const"])
        for name, schema in properties(document, member).items()
        if name in needed and "const" in mapping(schema)
    }


@site_rule("inline-enum", "schema")
def inline_enum(_: Document, site: Site) -> Iterator[Remark]:
    """An enum without a name of its own gets a class name from its surroundings, once per use."""
    if "enum" in site.node and not site.named:
        yield site.remark("move it under components/schemas", "enum")


@site_rule("nullable-enum", "schema")
def nullable_enum(_: Document, site: Site) -> Iterator[Remark]:
    """Of an enum that allows null the generator makes three classes."""
    if "enum" in site.node and ("null" in types(site.node) or None in site.list("enum")):
        yield site.remark("write anyOf of the enum and null", "enum")


@site_rule("mixed-enum", "schema")
def mixed_enum(_: Document, site: Site) -> Iterator[Remark]:
    """The generator drops an enum whose values are not all texts or all whole numbers."""
    if "enum" not in site.node or "boolean" in types(site.node):
        return
    expected = _VALUE_TYPES.get(next(iter(types(site.node) - {"null"}), ""))
    values = [value for value in site.list("enum") if value is not None]
    if not values or expected is None or any(type(value) is not expected for value in values):
        yield site.remark("all values are of the type that the enum names", "enum")


@site_rule("boolean-enum", "schema")
def boolean_enum(_: Document, site: Site) -> Iterator[Remark]:
    """The generator forgets enum and const of a truth value."""
    for keyword in ("enum", "const"):
        if keyword in site.node and "boolean" in types(site.node):
            yield site.remark(f"{keyword} of a boolean is dropped", keyword)


@site_rule("enum-names", "schema")
def enum_names(_: Document, site: Site) -> Iterator[Remark]:
    """Of enum values that give one Python name the generator keeps the last, or stops."""
    seen: dict[str, Any] = {}
    for index, value in enumerate(site.list("enum")):
        member = enum_member(value, index)
        if value is not None and member in seen:
            yield site.remark(f"{value!r} and {seen[member]!r} are both {member}", "enum", index)
        seen.setdefault(member, value)
