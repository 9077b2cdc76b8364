"""What the facade is made from: names, scopes, paging, chunks."""

from __future__ import annotations

from collections.abc import Iterator

from scripts.lint.names import is_public_name
from scripts.lint.operations import (
    OPERATIONS,
    body_schemas,
    query_parameter,
    requirements,
    scopes_of,
    success_schemas,
)
from scripts.lint.plain import integer, mapping, sequence, text, words
from scripts.lint.registry import document_rule, site_rule
from scripts.lint.schemas import all_types, descend, properties
from scripts.lint.sites import Remark, Site
from scripts.lint.sources import Document


@site_rule("missing-facade-name", "operation")
def missing_facade_name(document: Document, site: Site) -> Iterator[Remark]:
    """An operation of api.kick.com without x-kick-name would be missing from the facade."""
    if document.is_api and "x-kick-name" not in site.node:
        yield site.remark("has no x-kick-name")


@site_rule("facade-name", "operation")
def facade_name(_: Document, site: Site) -> Iterator[Remark]:
    """A facade name is its operation's tag, a dot, and a method that Python can call."""
    name = site.text("x-kick-name")
    resource, _dot, method = name.partition(".")
    if not name or "." not in name:
        return
    if [resource] != site.list("tags"):
        yield site.remark(f"{resource} is not the operation's tag", "x-kick-name")
    if not is_public_name(method):
        yield site.remark(f"{method} is no name of a method", "x-kick-name")


@document_rule("duplicate-facade-name")
def duplicate_facade_name(document: Document) -> Iterator[Remark]:
    """Of two operations with one facade name the second would replace the first."""
    seen: dict[str, str] = {}
    for site in document.of_kind("operation"):
        name = site.text("x-kick-name")
        if name and seen.setdefault(name, site.pointer) != site.pointer:
            yield site.remark(f"{name} is {seen[name]} already", "x-kick-name")


@site_rule("unknown-scope", *OPERATIONS)
def unknown_scope(document: Document, site: Site) -> Iterator[Remark]:
    """A token kind or scope that the document does not define can never be granted."""
    schemes = document.components("securitySchemes")
    offered: set[str] = set()
    for scheme, scopes in requirements(site):
        if scheme not in schemes:
            yield site.remark(f"{scheme} is not among the security schemes", "security")
            continue
        known = scopes_of(document.follow(schemes[scheme]))
        offered |= known
        for scope in scopes:
            if scope not in known:
                yield site.remark(f"{scheme} has no scope {scope}", "security")
    for index, scope in enumerate(words(site.node.get("x-kick-optional-scopes"))):
        if scope not in offered:
            message = f"no token of this operation has a scope {scope}"
            yield site.remark(message, "x-kick-optional-scopes", index)


@site_rule("page-target", "operation")
def page_target(document: Document, site: Site) -> Iterator[Remark]:
    """Paging follows x-kick-page blindly, so parameter, cursor and items must be there."""
    page = site.map("x-kick-page")
    cursor = text(page.get("cursor"))
    if cursor and query_parameter(document, site, cursor) is None:
        yield site.remark(f"there is no query parameter {cursor}", "x-kick-page", "cursor")
    for field in ("next", "items"):
        target = text(page.get(field))
        if not target:
            continue
        found = [descend(document, schema, target) for schema in success_schemas(document, site)]
        if None in found or not found:
            yield site.remark(f"the answer has no {target}", "x-kick-page", field)
        elif field == "items" and any("array" not in all_types(document, item) for item in found):
            yield site.remark(f"{target} is no list", "x-kick-page", field)


@site_rule("chunk-target", "operation")
def chunk_target(document: Document, site: Site) -> Iterator[Remark]:
    """Chunking splits a query array into requests that Kick's own limit allows."""
    for index, chunk in enumerate(site.list("x-kick-chunk")):
        name = text(mapping(chunk).get("parameter"))
        size = integer(mapping(chunk).get("size"))
        parameter = query_parameter(document, site, name)
        schema = document.follow(mapping(parameter).get("schema"))
        limit = integer(schema.get("maxItems"))
        if "array" not in all_types(document, schema):
            yield site.remark(f"{name} is no array of the query", "x-kick-chunk", index)
        elif size is not None and limit is not None and size > limit:
            message = f"{size} is more than the {limit} that {name} takes"
            yield site.remark(message, "x-kick-chunk", index)


@site_rule("chunk-identifies", "operation")
def chunk_identifies(document: Document, site: Site) -> Iterator[Remark]:
    """What was asked for and is absent is known by a field of the items, so it must be there."""
    answers = [descend(document, schema, "/data") for schema in success_schemas(document, site)]
    listed = [answer["items"] for answer in answers if answer and "items" in answer]
    items = [item for item in listed if document.follow(item)]
    for index, chunk in enumerate(site.list("x-kick-chunk")):
        target = text(mapping(chunk).get("identifies"))
        if bool(listed) != bool(target):
            message = "items under /data and identifies go together"
            yield site.remark(message, "x-kick-chunk", index)
        elif target and any(descend(document, item, target) is None for item in items):
            yield site.remark(f"the items have no {target}", "x-kick-chunk", index, "identifies")


@site_rule("exclusive-target", "operation")
def exclusive_target(document: Document, site: Site) -> Iterator[Remark]:
    """A rule about a parameter that does not exist would never be kept."""
    for index, group in enumerate(site.list("x-kick-exclusive")):
        for name in words(group):
            if query_parameter(document, site, name) is None:
                yield site.remark(f"there is no query parameter {name}", "x-kick-exclusive", index)


@site_rule("needs-target", "operation")
def needs_target(document: Document, site: Site) -> Iterator[Remark]:
    """A rule about a field that the body does not have would never be kept."""
    bodies = list(body_schemas(document, site))
    for index, rule in enumerate(site.list("x-kick-needs")):
        for field in ("needed", "where"):
            name = text(mapping(rule).get(field))
            if not bodies or any(name not in properties(document, body) for body in bodies):
                yield site.remark(f"the body has no {name}", "x-kick-needs", index, field)


@site_rule("content-id-target", "webhook")
def content_id_target(document: Document, site: Site) -> Iterator[Remark]:
    """Deliveries are told apart by x-kick-content-id, so the event must have the field."""
    target = text(site.node.get("x-kick-content-id"))
    found = [descend(document, schema, target) for schema in body_schemas(document, site)]
    if target and (not found or None in found):
        yield site.remark(f"the event has no {target}", "x-kick-content-id")


@site_rule("page-end", "operation")
def page_end(_: Document, site: Site) -> Iterator[Remark]:
    """Kick ends its lists with an empty cursor or null; without either, paging would never end."""
    page = site.map("x-kick-page")
    if page and "" not in sequence(page.get("end")) and None not in sequence(page.get("end")):
        yield site.remark("neither an empty text nor null ends it", "x-kick-page", "end")
