"""Where bugs are planted: functions of the mock and the client, and the documents of the mock.

A place is named by a text, ``package.module:Owner.name``, and looked up when the bug is planted.
One that is no longer there is an error, so no plant can come to nothing unnoticed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from importlib import import_module
from types import TracebackType
from typing import Any, Self, cast

_KICK = "kickwire_mock.passage:_packaged_kick"
_DOCUMENTS = "kickwire_mock.passage:packaged"
_HANDLERS = "kickwire_mock.routes.api.handlers:HANDLERS"


class PlantError(Exception):
    """A bug cannot be planted as it is described. The text is one line."""


def resolved(place: str) -> Any:
    """What stands at a place.

    Raises:
        PlantError: nothing does.
    """
    owner, name = _split(place)
    return _members(owner)[name]


class Ground:
    """Takes plants, and is as before when it is left."""

    def __init__(self) -> None:
        self._undo = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._undo.close()

    def swap(self, place: str, make: Callable[[Any], object]) -> None:
        """Put something else in a place.

        Args:
            place: ``package.module:Owner.name``.
            make: is given what stands there, and gives what shall.

        Raises:
            PlantError: nothing stands there.
        """
        owner, name = _split(place)
        original = _members(owner)[name]
        setattr(owner, name, make(original))
        self._undo.callback(setattr, owner, name, original)

    def handler(self, operation: str, make: Callable[[Any], Callable[..., Any]]) -> None:
        """Change how the mock answers valid requests for an operation.

        Args:
            operation: id of an operation of the API host.
            make: is given its handler, and gives another.

        Raises:
            PlantError: the mock has no handler for it.
        """
        handlers = cast("dict[str, Any]", resolved(_HANDLERS))
        if operation not in handlers:
            raise PlantError(f"{operation}: the mock has no handler for it")
        original = handlers[operation]
        handlers[operation] = make(original)
        self._undo.callback(handlers.__setitem__, operation, original)
        self._read_anew()

    def document(self, name: str, change: Callable[[dict[str, Any]], None]) -> None:
        """Change a document that the mock goes by.

        Args:
            name: ``id`` or ``api``.
            change: is given the document, to change it in place.
        """

        def changed(packaged: Callable[[], Any]) -> Callable[[], Any]:
            def read() -> Any:
                """The documents with the change."""
                documents = packaged()
                content = getattr(documents, name)
                change(content)
                return replace(documents, **{name: content})

            return read

        self.swap(_DOCUMENTS, changed)
        self._read_anew()
        resolved(_DOCUMENTS)()  # so that a change that finds nothing to change fails here

    def schema(self, name: str, *steps: str, **keywords: Any) -> None:
        """Change keywords of a schema of the API document; a keyword of None is taken away.

        Args:
            name: of the component.
            steps: the way on from there.
            keywords: what to change; each must be there.
        """

        def change(content: dict[str, Any]) -> None:
            _change(_at(content, "components", "schemas", name, *steps), keywords)

        self.document("api", change)

    def parameter(self, operation: str, name: str, *steps: str, **keywords: Any) -> None:
        """Change keywords in the schema of a query parameter; see `schema`."""

        def change(content: dict[str, Any]) -> None:
            for each in operation_of(content, operation)["parameters"]:
                if each.get("name") == name:
                    return _change(_at(each, "schema", *steps), keywords)
            raise PlantError(f"{operation} has no parameter {name}")

        self.document("api", change)

    def _read_anew(self) -> None:
        """Let the next mock read the documents and the handlers; and the next after this ends."""
        clear = resolved(_KICK).cache_clear
        clear()
        self._undo.callback(clear)


def operation_of(content: dict[str, Any], id: str) -> dict[str, Any]:
    """An operation of a document.

    Raises:
        PlantError: there is none with this id.
    """
    for item in content["paths"].values():
        for found in item.values():
            if isinstance(found, dict) and cast("dict[str, Any]", found).get("operationId") == id:
                return cast("dict[str, Any]", found)
    raise PlantError(f"{id}: the document has no such operation")


def _at(node: Any, *steps: str) -> dict[str, Any]:
    for step in steps:
        if not isinstance(node, dict) or step not in node:
            raise PlantError(f"{'/'.join(steps)}: the document has no {step}")
        node = cast("dict[str, Any]", node)[step]
    return cast("dict[str, Any]", node)


def _change(node: dict[str, Any], keywords: dict[str, Any]) -> None:
    for keyword, value in keywords.items():
        if keyword not in node:
            raise PlantError(f"the schema has no {keyword} to change")
        if value is None:
            del node[keyword]
        else:
            node[keyword] = value


def _split(place: str) -> tuple[Any, str]:
    """The owner of a place, and its name there."""
    module, _, path = place.partition(":")
    *owners, name = path.split(".")
    try:
        owner: Any = import_module(module)
    except ImportError as error:
        raise PlantError(f"{place}: {error}") from None
    for each in owners:
        owner = _members(owner).get(each)
    if name not in _members(owner):
        raise PlantError(f"{place}: there is nothing of this name")
    return owner, name


def _members(owner: object) -> Mapping[str, Any]:
    """What a module or a class has by itself; nothing, if it is none."""
    return cast("Mapping[str, Any]", getattr(owner, "__dict__", {}))
