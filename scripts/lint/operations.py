"""Questions about operations that several rules ask."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scripts.documents import Node
from scripts.lint.plain import mapping, sequence, words
from scripts.lint.sites import Site
from scripts.lint.sources import Document

OPERATIONS = ("operation", "webhook")


def parameters(document: Document, operation: Site) -> Iterator[Node]:
    """The parameters of an operation, those of its path first, references followed."""
    path = operation.parent.list("parameters") if operation.parent else []
    for parameter in [*path, *operation.list("parameters")]:
        yield document.follow(parameter)


def query_parameter(document: Document, operation: Site, name: str) -> Node | None:
    """The query parameter of this name."""
    for parameter in parameters(document, operation):
        if parameter.get("in") == "query" and parameter.get("name") == name:
            return parameter
    return None


def body_schemas(document: Document, operation: Site) -> Iterator[Any]:
    """The schemas of the request body, one per media type."""
    body = document.follow(operation.node.get("requestBody"))
    yield from _schemas(body)


def success_schemas(document: Document, operation: Site) -> Iterator[Any]:
    """The schemas of the answers that mean success."""
    for status, response in operation.map("responses").items():
        if status.startswith("2"):
            yield from _schemas(document.follow(response))


def _schemas(holder: Node) -> Iterator[Any]:
    for media_type in mapping(holder.get("content")).values():
        if "schema" in mapping(media_type):
            yield mapping(media_type)["schema"]


def requirements(operation: Site) -> Iterator[tuple[str, list[str]]]:
    """The token kinds of ``security`` with the scopes wanted of each."""
    for requirement in operation.list("security"):
        for scheme, scopes in mapping(requirement).items():
            yield scheme, words(scopes)


def scopes_of(scheme: Node) -> set[str]:
    """The scopes a security scheme knows."""
    flows = mapping(scheme.get("flows")).values()
    return {scope for flow in flows for scope in mapping(mapping(flow).get("scopes"))}


def wants_token(operation: Site) -> bool:
    """Whether ``security`` asks for a token."""
    return any(mapping(requirement) for requirement in sequence(operation.node.get("security")))
