"""The ``OPERATION`` constant of an endpoint module: what the document says beyond types."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from openapi_python_client.strings import PythonIdentifier

from scripts.documents import DocumentError, Node, Place, deref, mappings
from scripts.generate.text import literal

_TOKENS = {"UserAccessToken": "user", "AppAccessToken": "app"}


def operation(document: Node, place: Place) -> str:
    """The text of the ``OPERATION`` constant; defaults are left out."""
    node = place.node
    fields: dict[str, str] = {
        "id": literal(node["operationId"]),
        "name": literal(node.get("x-kick-name", "")),
        "method": literal(place.method.upper()),
        "path": literal(place.path),
    }
    if tokens := [_requirement(place, entry) for entry in node["security"]]:
        fields["tokens"] = f"({', '.join(tokens)},)"
    if "x-kick-optional-scopes" in node:
        fields["optional_scopes"] = literal(tuple(node["x-kick-optional-scopes"]))
    if "x-kick-page" in node:
        fields["paging"] = _paging(node["x-kick-page"])
    if "x-kick-chunk" in node:
        fields["chunks"] = f"({', '.join(map(_chunk, node['x-kick-chunk']))},)"
    if place.method in ("get", "delete", "put") or node.get("x-kick-idempotent"):
        fields["idempotent"] = "True"
    if node.get("x-kick-shared"):
        fields["shared"] = "True"
    if secrets := _secret_fields(document, node):
        fields["secret_fields"] = literal(tuple(secrets))
    if node.get("deprecated"):
        fields["deprecated"] = "True"
    return "Operation(" + ", ".join(f"{name}={value}" for name, value in fields.items()) + ")"


def parameters(document: Node, node: Node) -> Iterator[Node]:
    """The parameters of an operation, references followed."""
    for parameter in node.get("parameters", []):
        yield deref(document, parameter)


def tokens_doc(node: Node) -> str:
    """Who may call: in words, from ``security``."""
    if not node["security"]:
        return "none is needed."
    ways: list[str] = []
    for entry in node["security"]:
        for scheme, scopes in entry.items():
            with_scopes = (
                f" with {' and '.join(f'`{scope}`' for scope in scopes)}" if scopes else ""
            )
            ways.append(f"{_TOKENS.get(scheme, scheme)} token{with_scopes}")
    optional = node.get("x-kick-optional-scopes", [])
    wider = (
        f"; {' and '.join(f'`{scope}`' for scope in optional)} widens the answer"
        if optional
        else ""
    )
    return ", or ".join(ways) + wider + "."


def _secret_fields(document: Node, node: Node) -> list[str]:
    """Names of secret parameters and properties that this operation's traffic can hold."""
    names = {p["name"] for p in parameters(document, node) if p.get("x-kick-secret")}
    successes = [r for status, r in node["responses"].items() if status.startswith("2")]
    for part in [node.get("requestBody", {}), *successes]:
        names |= set(_secret_properties(document, part, set()))
    return sorted(names)


def _secret_properties(document: Node, part: Any, seen: set[str]) -> Iterator[str]:
    for found in mappings(part):
        for name, schema in cast("dict[str, Any]", found.get("properties", {})).items():
            if isinstance(schema, dict) and cast("Node", schema).get("x-kick-secret"):
                yield name
        target = found.get("$ref")
        if isinstance(target, str) and target not in seen:
            seen.add(target)
            yield from _secret_properties(document, deref(document, found), seen)


def _requirement(place: Place, entry: dict[str, list[str]]) -> str:
    if len(entry) != 1 or (scheme := next(iter(entry))) not in _TOKENS:
        raise DocumentError(
            f"{place.id}: security names exactly one of {', '.join(_TOKENS)} per entry"
        )
    scopes = entry[scheme]
    given = f", {literal(tuple(scopes))}" if scopes else ""
    return f"TokenRequirement({literal(_TOKENS[scheme])}{given})"


def _paging(page: Node) -> str:
    way = [literal(tuple(_steps(page[key]))) for key in ("next", "items")]
    end = literal(tuple(page["end"]))
    parameter = literal(python_name(page["cursor"]))
    return f"Paging(parameter={parameter}, next={way[0]}, items={way[1]}, end={end})"


def _chunk(chunk: Node) -> str:
    field = tuple(_steps(chunk.get("identifies", "")))
    given = f", {literal(field)}" if field else ""
    given += ", all_or_nothing=True" if chunk.get("all_or_nothing") else ""
    return f"Chunk({literal(python_name(chunk['parameter']))}, {chunk['size']}{given})"


def _steps(target: str) -> list[str]:
    return [python_name(step) for step in target.split("/")[1:]]


def python_name(raw: str) -> str:
    """The name of a parameter or property in Python."""
    return str(PythonIdentifier(raw, "field_"))
