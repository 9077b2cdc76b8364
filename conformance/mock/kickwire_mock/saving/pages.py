"""What is known while a document is written or read: objects that stand in several places.

Such an object is written once, with a label under ``$id``, and elsewhere as ``{"$ref": label}``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, TypeAlias

Node: TypeAlias = dict[str, Any]
"""An object of JSON."""

ID = "$id"
REF = "$ref"


class Broken(Exception):
    """A value cannot be written, or a document cannot be read. Never quotes a value."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what
        """What is wrong, in words that can follow the name of a place."""
        self._steps: list[str] = []

    def inside(self, step: str | int) -> None:
        """Note that the place is inside of this one."""
        self._steps.append(str(step))

    def __str__(self) -> str:
        place = "/".join(reversed(self._steps))
        return f"{place}: {self.what}" if place else self.what


class WrittenPage:
    """A document that is being written."""

    def __init__(self) -> None:
        # The objects are kept, so that no other one can get the same identity meanwhile.
        self._written: dict[int, tuple[object, str, Node]] = {}
        self._counts: Counter[str] = Counter()

    def again(self, value: object) -> Node | None:
        """How an object is written that was written before; None: it was not."""
        found = self._written.get(id(value))
        if found is None:
            return None
        _, label, node = found
        if ID not in node:
            content = dict(node)
            node.clear()
            node.update({ID: label}, **content)
        return {REF: label}

    def begin(self, value: object) -> Node:
        """Where an object is written that was not written before."""
        node: Node = {}
        kind = type(value).__name__
        self._counts[kind] += 1
        self._written[id(value)] = value, f"{kind}-{self._counts[kind]}", node
        return node


class ReadPage:
    """A document that is being read."""

    def __init__(self, given: Mapping[type, object]) -> None:
        """Take what objects are built on, by its class."""
        self.given = given
        self.texts: dict[str, str] = {}
        """Texts that were read; equal ones become one, as names and scopes were that were saved."""
        self._labelled: dict[str, tuple[object, object]] = {}

    def keep(self, label: Any, form: object, value: object) -> None:
        """Remember a labelled object.

        Raises:
            Broken: the label is none, or is taken.
        """
        if type(label) is not str or label in self._labelled:
            raise Broken(f"its {ID} is no text, or not the only one")
        self._labelled[label] = form, value

    def find(self, node: Node, form: object) -> Any:
        """The labelled object that is meant here.

        Raises:
            Broken: there is none before this place, or it is of another type.
        """
        label = node[REF]
        known = self._labelled.get(label) if type(label) is str else None
        if known is None or known[0] is not form or len(node) != 1:
            raise Broken(f"its {REF} leads to nothing of this kind")
        return known[1]
