"""Parameters: written so that everybody puts the same characters on the wire."""

from __future__ import annotations

from collections.abc import Iterator

from scripts.lint.registry import site_rule
from scripts.lint.schemas import all_types, is_object
from scripts.lint.sites import Remark, Site
from scripts.lint.sources import Document

_STYLES = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}


@site_rule("parameter-content", "parameter", "header")
def parameter_content(_: Document, site: Site) -> Iterator[Remark]:
    """The generator drops a parameter that has content instead of a schema."""
    if "content" in site.node:
        yield site.remark("give it a schema instead", "content")


@site_rule("array-style", "parameter")
def array_style(document: Document, site: Site) -> Iterator[Remark]:
    """Kick takes some query arrays with commas and others as repeated keys, so each says which."""
    if site.node.get("in") == "query" and "array" in _types(document, site):
        missing = [key for key in ("style", "explode") if key not in site.node]
        if missing:
            yield site.remark(f"an array of the query writes {' and '.join(missing)}")


@site_rule("parameter-style", "parameter")
def parameter_style(document: Document, site: Site) -> Iterator[Remark]:
    """The generator flattens deepObject and knows no style but the usual one."""
    place = site.text("in")
    if "style" in site.node and site.node["style"] != _STYLES.get(place):
        yield site.remark(f"{site.node['style']} is not the usual style in {place}", "style")
    if "explode" in site.node and not (place == "query" and "array" in _types(document, site)):
        yield site.remark("only an array of the query says explode", "explode")
    for key in ("allowReserved", "allowEmptyValue"):
        if key in site.node:
            yield site.remark(f"{key} is dropped by the generator", key)


@site_rule("object-parameter", "parameter")
def object_parameter(document: Document, site: Site) -> Iterator[Remark]:
    """The generator flattens an object in the query into keys that Kick does not know."""
    schema = site.node.get("schema")
    if is_object(document, schema) or "object" in all_types(document, schema):
        yield site.remark("an object cannot be a parameter", "schema")


@site_rule("array-outside-query", "parameter", "header")
def array_outside_query(document: Document, site: Site) -> Iterator[Remark]:
    """The generator drops operations with an array in a header or in the path."""
    if site.node.get("in") != "query" and "array" in _types(document, site):
        yield site.remark("only the query takes arrays", "schema")


def _types(document: Document, site: Site) -> set[str]:
    return all_types(document, site.node.get("schema"))
