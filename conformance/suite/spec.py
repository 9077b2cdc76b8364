"""The documents and the ledger, read as a judge needs them: independent of mock and client."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

import jsonschema_rs
import yaml

HERE = Path(__file__).resolve().parent
SPEC = HERE.parent.parent / "spec"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The fast one, if PyYAML was built with it: every process that judges reads these pages first."""
_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


@dataclass(frozen=True)
class Operation:
    """What a document says about one operation."""

    id: str
    method: str
    path: str
    security: tuple[Mapping[str, list[str]], ...]
    """Alternatives, each with its scopes by scheme; empty where no token is needed."""

    @property
    def app_only(self) -> bool:
        """Whether it takes app tokens and no others."""
        return bool(self.security) and all(list(one) == ["AppAccessToken"] for one in self.security)


@dataclass(frozen=True)
class Document:
    """One of our OpenAPI documents."""

    name: str
    content: Mapping[str, Any] = field(repr=False)
    operations: tuple[Operation, ...] = field(repr=False)
    events: Mapping[str, str] = field(repr=False)
    """The operationIds of webhooks by the names of events, in order."""

    @property
    def path(self) -> Path:
        """Its file."""
        return SPEC / f"{self.name}.openapi.yaml"

    def operation(self, id: str) -> Operation:
        """The operation with this id; KeyError if there is none."""
        return {one.id: one for one in self.operations}[id]

    def at(self, method: str, path: str) -> Operation | None:
        """The operation that a request is for, or None; fixed paths go before templates."""
        fits = [
            one
            for one in self.operations
            if one.method == method and re.fullmatch(_pattern(one.path), path)
        ]
        return min(fits, key=lambda one: one.path.count("{"), default=None)

    def template(self, method: str, path: str) -> str:
        """The path as the document writes it, or as it is."""
        known = self.at(method, path)
        return path if known is None else known.path

    def validator(self, operation: str, status: int) -> jsonschema_rs.Validator | None:
        """What checks a JSON answer; None if the document says nothing of its body."""
        return _validator(self.name, operation, status)

    def event_validator(self, event: str) -> jsonschema_rs.Validator:
        """What checks the payload of an event."""
        return _event_validator(self.name, event)


@cache
def document(name: str) -> Document:
    """The document ``id`` or ``api``."""
    content = _read(f"{name}.openapi.yaml")
    webhooks: Mapping[str, Any] = content.get("webhooks", {})
    events = {event: str(item["post"]["operationId"]) for event, item in webhooks.items()}
    return Document(name, content, tuple(_operations(content)), events)


@dataclass(frozen=True)
class Ledger:
    """The entries of the ledger."""

    entries: Mapping[str, Mapping[str, Any]] = field(repr=False)

    @cached_property
    def movable(self) -> Mapping[str, tuple[str, ...]]:
        """The values of each setting and the variants of each payload, by id; none that is planned.

        The first variant of a payload is the usual one.
        """
        return {
            name: tuple(entry.get("values") or entry["payloads"])
            for name, entry in self.entries.items()
            if entry["kind"] in ("setting", "payload") and not entry.get("planned")
        }

    def setting(self, id: str, profile: str) -> str:
        """The value of a setting under a profile; of a payload, its usual variant.

        Raises:
            KeyError: the ledger has no such setting.
        """
        entry = self.entries[id]
        if entry["kind"] == "payload":
            return str(next(iter(entry["payloads"])))
        return str(entry["profiles"][profile])


@cache
def ledger() -> Ledger:
    """The ledger of the project."""
    content = _read("quirks.yaml")
    return Ledger({entry["id"]: entry for entry in content["quirks"]})


def _read(name: str) -> Any:
    text = (SPEC / name).read_text("utf-8")
    return yaml.load(text, Loader=_LOADER)  # noqa: S506  # a safe one, whichever it is


def _operations(content: Mapping[str, Any]) -> Iterator[Operation]:
    default = content.get("security", [])
    for path, item in content["paths"].items():
        for method in _METHODS:
            if method in item:
                found = item[method]
                security = tuple(found.get("security", default))
                yield Operation(found["operationId"], method.upper(), path, security)


@cache
def _pattern(template: str) -> re.Pattern[str]:
    parts = re.split(r"(\{[^}]+\})", template)
    return re.compile("".join("[^/]+" if each[:1] == "{" else re.escape(each) for each in parts))


@cache
def _validator(name: str, operation: str, status: int) -> jsonschema_rs.Validator | None:
    owner = document(name)
    known = owner.operation(operation)
    steps = f"{_escaped(known.path)}/{known.method.lower()}/responses"
    answers: Mapping[str, Any] = owner.content["paths"][known.path][known.method.lower()][
        "responses"
    ]
    key = str(status) if str(status) in answers else "default"
    pointer, answer = f"/paths/{steps}/{key}", answers.get(key)
    while answer is not None and "$ref" in answer:
        pointer = cast("str", answer["$ref"])[1:]
        answer = _resolved(owner.content, pointer)
    if answer is None or "application/json" not in answer.get("content", {}):
        return None
    return _of_json(name, pointer)


@cache
def _event_validator(name: str, event: str) -> jsonschema_rs.Validator:
    return _of_json(name, f"/webhooks/{_escaped(event)}/post/requestBody")


def _of_json(name: str, pointer: str) -> jsonschema_rs.Validator:
    """Of the JSON content of an answer or a request."""
    root = {"$ref": f"urn:document#{quote(pointer)}/content/application~1json/schema"}
    return jsonschema_rs.validator_for(
        {"$schema": _DIALECT, **root}, registry=_registry(name), validate_formats=True
    )


@cache
def _registry(name: str) -> jsonschema_rs.Registry:
    return jsonschema_rs.Registry([("urn:document", cast("Any", document(name).content))])


def _resolved(content: Mapping[str, Any], pointer: str) -> Any:
    found: Any = content
    for part in pointer.strip("/").split("/"):
        found = found[part.replace("~1", "/").replace("~0", "~")]
    return found


def _escaped(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1")
