"""From method and path to the operation of a document.

A path matches segment by segment; a literal segment wins over a parameter, as OpenAPI says. An
empty segment matches nothing, so a trailing slash makes another path.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kickwire_mock.errors import DocumentError, RequestError
from kickwire_mock.operations import Operation, parameter_name
from kickwire_mock.unknown import nearest
from kickwire_mock.values import value_class
from kickwire_mock.wire import percent_decoded


@value_class(frozen=True, slots=True)
class Found:
    """The operation that was asked for."""

    operation: Operation
    segments: tuple[str, ...] = field(repr=False)
    """The segments that stand for path parameters, still encoded, in path order."""


@value_class(frozen=True, slots=True)
class WrongMethod:
    """The path exists, but not with this method."""

    allow: str
    """Value of the ``Allow`` header (RFC 9110 section 10.2.1)."""
    template: str
    """The path, as the document writes it."""


@dataclass(slots=True)
class _Node:
    literals: dict[str, _Node] = field(default_factory=dict[str, "_Node"])
    parameter: _Node | None = None
    operations: dict[str, Operation] = field(default_factory=dict[str, Operation])


class Router:
    """The paths of one document. Immutable once made, so mocks and threads may share it."""

    def __init__(self, operations: Iterable[Operation]) -> None:
        """Index the operations.

        Raises:
            DocumentError: two of them have the same method and path.
        """
        self._root = _Node()
        self._literal: dict[tuple[str, str], Found] = {}
        """What needs no matching, by method and path: the operations without path parameters."""
        self._operations = tuple(operations)
        self._templates = [each.template for each in self._operations]
        for operation in self._operations:
            self._add(operation)

    def __len__(self) -> int:
        return len(self._operations)

    def __iter__(self) -> Iterator[Operation]:
        return iter(self._operations)

    def find(self, method: str, path: str) -> Found | WrongMethod | None:
        """Look a request line up. None means that no operation has this path.

        Args:
            method: as sent; methods are case-sensitive.
            path: as sent, still percent-encoded.
        """
        found = self._literal.get((method, path))
        if found is not None:
            return found
        match = _match(self._root, path[1:].split("/"), ()) if path.startswith("/") else None
        if match is None:
            return None
        node, segments = match
        operation = node.operations.get(method)
        if operation is None:
            template = next(iter(node.operations.values())).template
            return WrongMethod(", ".join(sorted(node.operations)), template)
        return Found(operation, segments)

    def why_unknown(self, path: str, others: str, owner: str) -> str:
        """Why no operation has a path, for the journal, which does not show the path itself.

        Args:
            path: as sent.
            others: how paths of the other host begin.
            owner: the name of that host.
        """
        if path.startswith(others):
            return f"this host has no such path; those under {others} belong to the {owner} host"
        near = nearest(path, self._templates)
        hint = f"; the closest one is {near}" if near else ""
        return f"this host has no such path{hint}"

    def _add(self, operation: Operation) -> None:
        node = self._root
        for segment in operation.template[1:].split("/"):
            if parameter_name(segment) is None:
                node = node.literals.setdefault(segment, _Node())
                continue
            if node.parameter is None:
                node.parameter = _Node()
            node = node.parameter
        if operation.method in node.operations:
            raise DocumentError(f"{operation.method} {operation.template} stands twice")
        node.operations[operation.method] = operation
        if not operation.path_parameters:
            self._literal[operation.method, operation.template] = Found(operation, ())


def _match(
    node: _Node, rest: list[str], taken: tuple[str, ...]
) -> tuple[_Node, tuple[str, ...]] | None:
    if not rest:
        return (node, taken) if node.operations else None
    segment, *rest = rest
    literal = node.literals.get(_readable(segment))
    if literal is not None and (match := _match(literal, rest, taken)) is not None:
        return match
    if node.parameter is not None and segment:
        return _match(node.parameter, rest, (*taken, segment))
    return None


def _readable(segment: str) -> str:
    try:
        return percent_decoded(segment, "the path")
    except RequestError:
        return segment
