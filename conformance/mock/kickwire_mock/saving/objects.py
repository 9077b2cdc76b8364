"""How objects of the world are written and read: attribute by attribute, as their class declares.

A class declares its attributes in its body, as dataclasses do. An attribute that a
`functools.cached_property` makes is written if it was made, and may be absent when it is read. A
class may have a method ``sound``, which says of an object that was read whether its parts agree.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any

from kickwire_mock.saving.forms import Form, object_of
from kickwire_mock.saving.pages import ID, REF, Broken, Node, ReadPage, WrittenPage
from kickwire_mock.values import value_class


@value_class(frozen=True)
class Attributes:
    """What objects of one class have."""

    saved: Mapping[str, Form]
    lazy: frozenset[str]
    """Those of the saved ones that need not be there."""
    made: Mapping[str, Callable[[ReadPage], object]]
    """What is not saved, and where it comes from when an object is read."""


def objects(kind: type[object], find: Callable[[], Attributes]) -> Form:
    """Objects of one class.

    Args:
        kind: the class.
        find: its attributes; asked on first use, since classes may know one another.
    """
    attributes = functools.cache(find)

    def write(value: Any, page: WrittenPage) -> Node:
        if type(value) is not kind:
            raise Broken(f"it is a {type(value).__name__} and no {kind.__name__}")
        return page.again(value) or _written(value, attributes(), page)

    def read(saved: Any, page: ReadPage) -> Any:
        node = object_of(saved)
        if REF in node:
            return page.find(node, form)
        _require_names(node, attributes())
        new: Any = object.__new__(kind)
        if ID in node:
            page.keep(node[ID], form, new)
        _fill(new, node, attributes(), page)
        sound = getattr(new, "sound", None)
        if sound is not None and not sound():
            raise Broken("its parts do not agree")
        return new

    form = Form(write, read)
    return form


def _written(value: Any, attributes: Attributes, page: WrittenPage) -> Node:
    node = page.begin(value)
    there: Mapping[str, Any] = getattr(value, "__dict__", {})
    for name in there:
        if name not in attributes.saved and name not in attributes.made:
            raise Broken(f"{type(value).__name__} does not declare {name} in its body")
    for name, form in attributes.saved.items():
        if name in there or name not in attributes.lazy:
            node[name] = _inside(name, form.write, getattr(value, name), page)
    return node


def _require_names(saved: Node, attributes: Attributes) -> None:
    for name in attributes.saved:
        if name not in saved and name not in attributes.lazy:
            raise Broken(f"{name} is missing")
    for name in saved:
        if name not in attributes.saved and name != ID:
            raise Broken(f"{name[:40]!r} is not known")


def _fill(new: object, saved: Node, attributes: Attributes, page: ReadPage) -> None:
    # Frozen objects refuse what is set in the usual way.
    for name, make in attributes.made.items():
        object.__setattr__(new, name, make(page))
    for name, form in attributes.saved.items():
        if name in saved:
            object.__setattr__(new, name, _inside(name, form.read, saved[name], page))


def _inside(name: str, convert: Callable[[Any, Any], Any], value: Any, page: object) -> Any:
    try:
        return convert(value, page)
    except Broken as broken:
        broken.inside(name)
        raise
