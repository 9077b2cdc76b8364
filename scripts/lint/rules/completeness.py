"""Completeness: people and the mock live on descriptions and examples; the unused goes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scripts.documents import pointer, resolve, walk
from scripts.lint.operations import OPERATIONS, requirements
from scripts.lint.plain import mapping, text
from scripts.lint.registry import document_rule, site_rule
from scripts.lint.sites import Remark, Site
from scripts.lint.sources import Document

_DESCRIBED = (
    *("info", "tag", *OPERATIONS, "parameter", "request-body", "response", "header"),
    "security-scheme",
)
_UNUSED_BUT_KEPT = "x-kick-quirks"
"""An answer of the edge belongs to no operation; it may stay if it names its ledger entry."""


@site_rule("missing-description", *_DESCRIBED, "schema")
def missing_description(_: Document, site: Site) -> Iterator[Remark]:
    """Descriptions become docstrings and pages; a property has its own, even around a reference."""
    wanted = site.place in ("property", "schema") if site.kind == "schema" else site.ref is None
    if wanted and not site.text("description"):
        yield site.remark("has no description")


@site_rule("missing-summary", *OPERATIONS)
def missing_summary(_: Document, site: Site) -> Iterator[Remark]:
    """The summary is the first line of the method's docstring."""
    if not site.text("summary"):
        yield site.remark("has no summary")


@site_rule("missing-scope-description", "flow")
def missing_scope_description(_: Document, site: Site) -> Iterator[Remark]:
    """The consent page of the mock shows what a scope allows."""
    for scope, description in site.map("scopes").items():
        if not text(description):
            yield site.remark(f"{scope} has no description", "scopes", scope)


@site_rule("missing-example", "parameter", "media-type")
def missing_example(_: Document, site: Site) -> Iterator[Remark]:
    """The mock answers with the examples, the docs call with them, and tests parse them."""
    if site.ref is None and "example" not in site.node and not site.map("examples"):
        yield site.remark("has neither example nor examples")


@site_rule("example-form", "example")
def example_form(_: Document, site: Site) -> Iterator[Remark]:
    """A named example says in a summary what it shows, and shows it."""
    for field in () if site.ref else ("summary", "value"):
        if field not in site.node:
            yield site.remark(f"has no {field}")


@document_rule("unused-component")
def unused_component(document: Document) -> Iterator[Remark]:
    """What nothing refers to is a leftover, unless x-kick-quirks says why it is on record."""
    components = [site for site in document.sites if site.named and site.parent]
    used = _reached(document, _roots(document))
    kept = [site for site in components if site.pointer not in used]
    kept = [site for site in kept if _UNUSED_BUT_KEPT in site.node]
    used |= {site.pointer for site in kept}
    for site in kept:
        used |= _reached(document, [site.node])
    for site in components:
        if site.pointer not in used:
            yield site.remark("is used by nothing")


def _roots(document: Document) -> list[Any]:
    """What uses components without being one; a token kind is used by its name alone."""
    schemes = [
        {"$ref": "#" + pointer("components", "securitySchemes", scheme)}
        for site in document.of_kind(*OPERATIONS)
        for scheme, _ in requirements(site)
    ]
    return [document.tree.get("paths"), document.tree.get("webhooks"), schemes]


def _reached(document: Document, roots: list[Any]) -> set[str]:
    reached: set[str] = set()
    while roots:
        for _, node in walk(roots.pop()):
            target = text(mapping(node).get("$ref")).removeprefix("#")
            if target and target not in reached:
                reached.add(target)
                roots.append(_node(document, target))
    return reached


def _node(document: Document, target: str) -> Any:
    try:
        return resolve(document.tree, target)
    except KeyError:
        return None
