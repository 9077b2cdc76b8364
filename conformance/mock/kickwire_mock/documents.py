"""The documents that drive the mock, and finding one's way in them.

They are package data: JSON copies of ``spec/*.yaml``, written by ``make generate``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias, cast

from kickwire_mock.errors import DocumentError
from kickwire_mock.package import content_of
from kickwire_mock.values import value_class

Node: TypeAlias = dict[str, Any]
"""A mapping inside a document."""

CONTROL_PATH = "/_mock"
"""Path under which everything of the mock's own host stands."""

_LONGEST_CHAIN = 10
_NOTHING = object()


@dataclass(frozen=True, slots=True)
class Documents:
    """One OpenAPI document per host, as plain dictionaries."""

    id: Node = field(repr=False)
    api: Node = field(repr=False)


def packaged() -> Documents:
    """The two documents that came with this package; fresh copies on every call.

    Raises:
        DocumentError: the package data is missing or damaged.
    """
    return Documents(id=_read("id.openapi.json"), api=_read("api.openapi.json"))


def control() -> Node:
    """The document of the mock's own host that came with this package; a fresh copy on every call.

    Raises:
        DocumentError: the package data is missing or damaged.
    """
    return _read("control.openapi.json")


def ledger() -> Node:
    """The ledger of quirks that came with this package; a fresh copy on every call.

    Raises:
        DocumentError: the package data is missing or damaged.
    """
    return _read("quirks.json")


def _read(name: str) -> Node:
    try:
        content = json.loads(content_of(f"_data/{name}"))
    except OSError:
        raise DocumentError(f"{name}: missing from the package; run make generate") from None
    except ValueError:
        raise DocumentError(f"{name}: not readable as JSON; run make generate") from None
    if not isinstance(content, dict):
        raise DocumentError(f"{name}: an object is expected at the top")
    return cast("Node", content)


def scopes(document: Node) -> dict[str, str]:
    """Every scope that a user can grant, with its description, from the document of the id host.

    Raises:
        DocumentError: the document does not declare them.
    """
    scheme = root(document).at("components", "securitySchemes", "UserAccessToken")
    declared = scheme.at("flows", "authorizationCode", "scopes")
    return {str(name): str(place.node) for name, place in declared.items()}


@value_class(frozen=True, slots=True)
class Place:
    """A node of a document and the JSON pointer (RFC 6901) that leads to it.

    Steps follow local ``$ref`` by themselves, so the pointer is that of the target.
    """

    document: Node = field(repr=False)
    pointer: str = ""
    node: Any = field(default=None, repr=False)

    def get(self, key: str | int) -> Place | None:
        """What stands under this key or index; None if nothing does.

        Raises:
            DocumentError: a ``$ref`` there leads nowhere or in a circle.
        """
        child = _child(self.node, key)
        return None if child is _NOTHING else self._below(key, child)

    def at(self, *keys: str | int) -> Place:
        """What stands at the end of these steps.

        Raises:
            DocumentError: nothing does, or a ``$ref`` on the way leads nowhere or in a circle.
        """
        place = self
        for key in keys:
            found = place.get(key)
            if found is None:
                raise DocumentError(f"{_step(place.pointer, key)}: missing")
            place = found
        return place

    def items(self) -> Iterator[tuple[str | int, Place]]:
        """Keys or indexes with what stands under them, in the order of the document.

        Raises:
            DocumentError: a ``$ref`` there leads nowhere or in a circle.
        """
        for key, child in _children(self.node):
            yield key, self._below(key, child)

    def values(self) -> Iterator[Place]:
        """What stands below, in the order of the document. Raises like `items`."""
        yield from (place for _, place in self.items())

    def _below(self, key: str | int, child: Any) -> Place:
        return _followed(Place(self.document, _step(self.pointer, key), child))


def root(document: Node) -> Place:
    """The place at the top of a document."""
    return Place(document, "", document)


def _children(node: object) -> Iterable[tuple[str | int, Any]]:
    if isinstance(node, dict):
        return cast("Node", node).items()
    if isinstance(node, list):
        return enumerate(cast("Sequence[Any]", node))
    return ()


def _child(node: object, key: str | int) -> Any:
    if not isinstance(node, dict):
        node = dict(_children(node))
    return cast("dict[str | int, Any]", node).get(key, _NOTHING)


def _step(pointer: str, key: str | int) -> str:
    return f"{pointer}/{str(key).replace('~', '~0').replace('/', '~1')}"


def _followed(place: Place) -> Place:
    for _ in range(_LONGEST_CHAIN):
        target = _child(place.node, "$ref")
        if not isinstance(target, str):
            return place
        place = Place(place.document, target.removeprefix("#"), _resolved(place, target))
    raise DocumentError(f"{place.pointer}: $ref leads in a circle")


def _resolved(place: Place, target: str) -> Any:
    node: Any = place.document
    for part in target.removeprefix("#").split("/")[1:]:
        wanted = part.replace("~1", "/").replace("~0", "~")
        found = [child for key, child in _children(node) if str(key) == wanted]
        if not found:
            raise DocumentError(f"{place.pointer}: $ref {target} leads nowhere")
        node = found[0]
    return node
