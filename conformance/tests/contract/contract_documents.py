"""What the contract tests take from the documents: examples, schemas, and what was generated."""

from __future__ import annotations

import copy
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any

import httpx

from scripts.documents import (
    API_DOCUMENT,
    ID_DOCUMENT,
    Node,
    Place,
    deref,
    load,
    operations,
    resolve,
    webhooks,
)

API = load(API_DOCUMENT)
ID = load(ID_DOCUMENT)
DOCUMENTS = {"kickwire_api": API, "kickwire_id": ID}
BASE_URLS = {"kickwire_api": "https://api.kick.com", "kickwire_id": "https://id.kick.com"}


@dataclass(frozen=True)
class Example:
    """One example body of a document, with the schema that it illustrates."""

    package: str
    about: str
    operation: str
    status: int
    media: str
    schema: Node
    value: Any

    def __str__(self) -> str:
        return self.about

    @property
    def document(self) -> Node:
        """The document that it stands in."""
        return DOCUMENTS[self.package]

    @property
    def endpoint(self) -> ModuleType:
        """The generated module of its operation."""
        return ENDPOINTS[self.operation]

    @property
    def model(self) -> Any:
        """The generated class that reads it."""
        return model_of(self.package, self.schema)

    def response(self, value: Any) -> httpx.Response:
        """The answer of the server with this value as its JSON body."""
        return httpx.Response(self.status, json=value)


def model_of(package: str, schema: Node) -> Any:
    """The generated class of a referenced component schema."""
    return getattr(import_module(f"{package}.models"), schema["$ref"].rsplit("/", 1)[1])


def places(package: str) -> list[Place]:
    """The operations of a package's document."""
    return list(operations(DOCUMENTS[package]))


def endpoints() -> dict[str, ModuleType]:
    """The generated endpoint modules of both packages by operationId."""
    found: dict[str, ModuleType] = {}
    for package in DOCUMENTS:
        api = import_module(f"{package}.api")
        for info in pkgutil.walk_packages(api.__path__, f"{api.__name__}."):
            if not info.ispkg:
                module = import_module(info.name)
                found[module.OPERATION.id] = module
    return found


ENDPOINTS = endpoints()


@cache
def answers() -> list[Example]:
    """Every example of every answer of both documents."""
    return [example for package in DOCUMENTS for example in _answers(package)]


def json_answers() -> list[Example]:
    """`answers` with a JSON body, which are all but two."""
    return [example for example in answers() if example.media == "application/json"]


def _answers(package: str) -> Iterator[Example]:
    document = DOCUMENTS[package]
    for place in operations(document):
        for status, node in place.node["responses"].items():
            about = f"{place.id} {status}"
            yield from _examples(package, about, place.id, int(status), deref(document, node))


def loose_answers() -> list[Example]:
    """The examples of answers that no operation refers to, such as those of the CDN."""
    return [
        example
        for package, document in DOCUMENTS.items()
        for name, node in document["components"].get("responses", {}).items()
        for example in _examples(package, name, "", 0, node)
        if example.media == "application/json"
    ]


def request_bodies() -> list[Example]:
    """Every example of a request body, webhooks left out."""
    return [
        example
        for package, document in DOCUMENTS.items()
        for place in operations(document)
        if "requestBody" in place.node
        for example in _examples(
            package, f"{place.id} body", place.id, 0, deref(document, place.node["requestBody"])
        )
    ]


def deliveries() -> list[Example]:
    """Every example of a webhook's body."""
    return [
        example
        for place in webhooks(API)
        for example in _examples("kickwire_api", place.path, place.id, 0, place.node["requestBody"])
    ]


def _examples(
    package: str, about: str, operation: str, status: int, node: Node
) -> Iterator[Example]:
    for media, content in node.get("content", {}).items():
        for name, value in _values(DOCUMENTS[package], content):
            yield Example(
                package,
                f"{about} {name}".strip(),
                operation,
                status,
                media,
                content["schema"],
                value,
            )


def _values(document: Node, content: Node) -> Iterator[tuple[str, Any]]:
    if "example" in content:
        yield "", content["example"]
    for name, node in content.get("examples", {}).items():
        yield name, deref(document, node)["value"]


def success(operation: str, number: int = 0) -> httpx.Response:
    """An answer with which the operation succeeds: an example, or the status without a body."""
    examples = [
        example for example in answers() if example.operation == operation and example.status < 300
    ]
    if not examples:
        return httpx.Response(204)
    example = examples[number]
    if example.media == "application/json":
        return example.response(example.value)
    return httpx.Response(
        example.status, content=example.value, headers={"content-type": example.media}
    )


def removed(value: Any, pointer: str) -> Any:
    """A copy of a JSON value without what the pointer names."""
    changed = copy.deepcopy(value)
    parent, _, key = pointer.rpartition("/")
    del resolve(changed, parent)[key]
    return changed


def replaced(value: Any, pointer: str, new: Any) -> Any:
    """A copy of a JSON value with something else where the pointer points."""
    if not pointer:
        return new
    changed = copy.deepcopy(value)
    parent, _, key = pointer.rpartition("/")
    container = resolve(changed, parent)
    container[int(key) if isinstance(container, list) else key] = new
    return changed
