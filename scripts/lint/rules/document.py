"""The document and its operations: what the generator reads from one place only."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from scripts.lint.names import is_public_name, snake_case
from scripts.lint.operations import OPERATIONS, parameters, wants_token
from scripts.lint.plain import is_mapping, mapping, text, words
from scripts.lint.registry import document_rule, site_rule
from scripts.lint.sites import Remark, Site
from scripts.lint.sources import Document

BODY_TYPES = ("application/json", "application/x-www-form-urlencoded")
ANSWER_TYPES = ("application/json", "text/plain", "text/html")


@document_rule("openapi-version")
def openapi_version(document: Document) -> Iterator[Remark]:
    """Only 3.1.0 is read by generator, validators and schemathesis alike."""
    if document.tree.get("openapi") != "3.1.0":
        yield Remark("/openapi", f"{document.tree.get('openapi')!r} is not 3.1.0")


@document_rule("root-security")
def root_security(document: Document) -> Iterator[Remark]:
    """The generator ignores security at the root and would send no token."""
    if "security" in document.tree:
        yield Remark("/security", "write security at each operation")


@site_rule("missing-security", *OPERATIONS)
def missing_security(_: Document, site: Site) -> Iterator[Remark]:
    """Without a security of its own nobody can tell an open operation from a forgotten one."""
    if not isinstance(site.node.get("security"), list):
        yield site.remark("has no security of its own; [] means none")


@site_rule("one-tag", *OPERATIONS)
def one_tag(_: Document, site: Site) -> Iterator[Remark]:
    """The generator makes a package of the first tag and ignores the others."""
    if len(words(site.node.get("tags"))) != 1:
        yield site.remark("exactly one tag is needed", "tags")


@site_rule("undeclared-tag", *OPERATIONS)
def undeclared_tag(document: Document, site: Site) -> Iterator[Remark]:
    """A tag that the document does not declare has no description, and is likely misspelt."""
    declared = {tag.text("name") for tag in document.of_kind("tag")}
    for index, tag in enumerate(words(site.node.get("tags"))):
        if tag not in declared:
            yield site.remark(f"{tag} is not among the document's tags", "tags", index)


@site_rule("tag-name", "tag")
def tag_name(_: Document, site: Site) -> Iterator[Remark]:
    """A tag is a package of the client and a resource of the facade, so it is a Python name."""
    if not is_public_name(site.text("name")):
        yield site.remark(f"{site.text('name')!r} is no snake_case name", "name")


@site_rule("operation-id", *OPERATIONS)
def operation_id(_: Document, site: Site) -> Iterator[Remark]:
    """The generator names the module after the operationId, or makes one up from the path."""
    if not re.fullmatch("[a-z][a-zA-Z0-9]*", site.text("operationId")):
        yield site.remark(f"{site.text('operationId')!r} is no camelCase name", "operationId")


@document_rule("duplicate-operation-id")
def duplicate_operation_id(document: Document) -> Iterator[Remark]:
    """Of two operations with one id, or one module under a tag, the generator keeps the second."""
    seen: defaultdict[tuple[str, str], list[Site]] = defaultdict(list)
    for site in document.of_kind(*OPERATIONS):
        name = site.text("operationId")
        seen["as written", name].append(site)
        for tag in dict.fromkeys(words(site.node.get("tags"))):
            seen[tag, snake_case(name)].append(site)
    reported: set[str] = set()
    for (_, name), sites in seen.items():
        for site in sites[1:] if name else ():
            if site.pointer not in reported:
                reported.add(site.pointer)
                message = f"{name} is the id of {sites[0].pointer} too"
                yield site.remark(message, "operationId")


@site_rule("one-media-type", "response", "request-body")
def one_media_type(_: Document, site: Site) -> Iterator[Remark]:
    """Of several media types the generator keeps an answer's first, and sends all of a body's."""
    if len(site.map("content")) > 1:
        yield site.remark(f"{', '.join(site.map('content'))}: one is allowed", "content")


@site_rule("media-type", "media-type")
def media_type(_: Document, site: Site) -> Iterator[Remark]:
    """The generator drops bodies and answers of a type it does not know."""
    if site.field != "content" or site.parent is None:
        return
    known = {"request-body": BODY_TYPES, "response": ANSWER_TYPES}.get(site.parent.kind)
    if known is not None and site.key not in known:
        yield site.remark(f"{site.key} is none of {', '.join(known)}")


@site_rule("body-schema", "media-type")
def body_schema(_: Document, site: Site) -> Iterator[Remark]:
    """The generator types a body without a schema as Any, or drops it."""
    if "schema" not in site.node and site.field == "content":
        yield site.remark("has no schema")


@site_rule("exact-status", "responses")
def exact_status(_: Document, site: Site) -> Iterator[Remark]:
    """An answer for default or for a range would pass off whatever comes as documented."""
    for status in site.node:
        if not re.fullmatch("[1-5][0-9]{2}", status) and not status.startswith("x-"):
            yield site.remark(f"{status} is no single status", status)


@site_rule("no-success", *OPERATIONS)
def no_success(_: Document, site: Site) -> Iterator[Remark]:
    """An operation that cannot succeed is unfinished."""
    if is_mapping(site.node.get("responses", {})) and not any(
        status.startswith("2") for status in site.map("responses")
    ):
        yield site.remark("no answer from 200 to 299", "responses")


@site_rule("missing-400", "operation")
def missing_400(document: Document, site: Site) -> Iterator[Remark]:
    """Whatever takes input can be given wrong input; a 400 that no source shows is inferred."""
    takes_input = "requestBody" in site.node or any(True for _ in parameters(document, site))
    if takes_input and "400" not in _answers(site):
        yield site.remark("takes input but has no 400", "responses")


@site_rule("missing-401", "operation")
def missing_401(_: Document, site: Site) -> Iterator[Remark]:
    """Whatever asks for a token can be given a bad one; a 401 that no source shows is inferred."""
    if wants_token(site) and "401" not in _answers(site):
        yield site.remark("asks for a token but has no 401", "responses")


def _answers(site: Site) -> set[str]:
    """The documented statuses; of something that is no mapping, which has a rule, any there is."""
    responses = site.node.get("responses", {})
    return set(responses) if is_mapping(responses) else {"400", "401"}


@site_rule("callbacks", *OPERATIONS, "components")
def callbacks(_: Document, site: Site) -> Iterator[Remark]:
    """The generator drops callbacks without a warning; Kick's deliveries stand under webhooks."""
    if "callbacks" in site.node:
        yield site.remark("callbacks are dropped", "callbacks")


@site_rule("links", "response", "components")
def links(_: Document, site: Site) -> Iterator[Remark]:
    """The generator drops links without a warning, and nothing else reads them."""
    if "links" in site.node:
        yield site.remark("links are dropped", "links")


@document_rule("two-encodings")
def two_encodings(document: Document) -> Iterator[Remark]:
    """Of a model that is both a JSON and a form body the generator writes and may send both."""
    used: dict[str, str] = {}
    for site in document.of_kind("media-type"):
        target = text(mapping(site.node.get("schema")).get("$ref"))
        if site.parent is None or site.parent.kind != "request-body" or not target:
            continue
        first = used.setdefault(target, site.key)
        if first != site.key:
            yield site.remark(f"{target} is the body of {first} elsewhere", "schema")
