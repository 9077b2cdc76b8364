"""References: one document, one step, one component of the right kind."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scripts.documents import resolve
from scripts.lint.plain import mapping
from scripts.lint.registry import site_rule
from scripts.lint.sites import Remark, Site
from scripts.lint.sources import Document

SECTIONS = {
    "schema": "schemas",
    "response": "responses",
    "parameter": "parameters",
    "request-body": "requestBodies",
    "header": "headers",
    "example": "examples",
}
"""Where a reference in the place of such an object has to lead."""

_PATH_ITEMS = ("path-item", "webhook-item")
_REFERRING = (*SECTIONS, "security-scheme", "link", "callback")


@site_rule("path-ref", *_PATH_ITEMS)
def path_ref(_: Document, site: Site) -> Iterator[Remark]:
    """The generator loses every operation of a path that is a reference, without a warning."""
    if "$ref" in site.node:
        yield site.remark("write the path item out", "$ref")


@site_rule("external-ref", *_REFERRING)
def external_ref(_: Document, site: Site) -> Iterator[Remark]:
    """The generator follows no reference out of the document and drops what needed it."""
    if site.ref is not None and not site.ref.startswith("#"):
        yield site.remark(f"{site.ref} leaves this document", "$ref")


@site_rule("unresolved-ref", *_REFERRING)
def unresolved_ref(document: Document, site: Site) -> Iterator[Remark]:
    """A reference to nothing makes the generator drop the answer or model that needs it."""
    if site.ref is not None and site.ref.startswith("#") and not _stands(document, site.ref):
        yield site.remark(f"nothing stands at {site.ref}", "$ref")


@site_rule("ref-target", *_REFERRING)
def ref_target(document: Document, site: Site) -> Iterator[Remark]:
    """The generator finds a component only by its own name in its own section of components."""
    if site.ref is None or not site.ref.startswith("#") or not _stands(document, site.ref):
        return
    section = SECTIONS.get(site.kind)
    if section is None:
        yield site.remark(f"a {site.kind} is written out, not referred to", "$ref")
    elif not re.fullmatch(rf"#/components/{section}/[^/]+", site.ref):
        yield site.remark(f"{site.ref} is no entry of components/{section}", "$ref")


@site_rule("ref-siblings", *_REFERRING)
def ref_siblings(_: Document, site: Site) -> Iterator[Remark]:
    """The generator drops what stands beside a $ref; an allOf of one reference keeps it."""
    siblings = sorted(set(site.node) - {"$ref"})
    if "$ref" in site.node and siblings:
        yield site.remark(f"{', '.join(siblings)} beside $ref is dropped")


@site_rule("ref-chain", *SECTIONS)
def ref_chain(_: Document, site: Site) -> Iterator[Remark]:
    """A component that only refers to another is dropped; a schema becomes two classes or none."""
    if not site.named:
        return
    lone = site.list("allOf")
    if "$ref" in site.node or (len(lone) == 1 and "$ref" in mapping(lone[0])):
        yield site.remark("refer to the other component where this one is used")


@site_rule("local-defs", "schema")
def local_defs(_: Document, site: Site) -> Iterator[Remark]:
    """The generator finds no schema under $defs and drops what refers to it."""
    for keyword in ("$defs", "definitions"):
        if keyword in site.node:
            yield site.remark("move these under components/schemas", keyword)


def _stands(document: Document, target: str) -> bool:
    try:
        resolve(document.tree, target)
    except KeyError:
        return False
    return True
