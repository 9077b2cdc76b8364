"""HTML that is escaped by whoever forgets about it.

`tag` and `text` escape all that is not `Markup` already, so a name, an answer or an address from
outside stays text wherever it is put.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import TypeAlias

_VOID = frozenset({"br", "input", "link", "meta"})
_TURNS = {number: f"\\u{number:04x}" for number in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}
"""Characters that turn the direction of the text around them, and beyond their element: shown as
what they are."""


class Markup(str):
    """HTML as it goes into a page."""

    __slots__ = ()


Content: TypeAlias = object
"""`Markup` goes in as it is, None not at all, anything else as escaped text."""
Attribute: TypeAlias = str | int | float | bool | None
"""True stands for itself, False and None leave the attribute out."""


def text(value: Content) -> Markup:
    """A value as HTML."""
    if isinstance(value, Markup):
        return value
    return Markup("" if value is None else escape(legible(str(value))))


def legible(plain: str) -> str:
    """The same text, in which nothing turns the direction of what stands around it."""
    return plain if plain.isascii() else plain.translate(_TURNS)


def tag(name: str, /, *inside: Content, **attributes: Attribute) -> Markup:
    """An element.

    Args:
        name: of the element.
        inside: what it holds.
        attributes: underscores stand for hyphens; one at the end of a name is left out.
    """
    opening = f"<{name}{''.join(map(_attribute, attributes, attributes.values()))}>"
    if name in _VOID:
        return Markup(opening)
    return Markup(f"{opening}{''.join(map(text, inside))}</{name}>")


def joined(parts: Iterable[Content], between: str = "") -> Markup:
    """Parts one after the other."""
    return Markup(between.join(map(text, parts)))


def foreign(value: str) -> Markup:
    """A text from outside, whose direction is its own business."""
    return tag("bdi", value)


def _attribute(name: str, value: Attribute) -> str:
    if value is None or value is False:
        return ""
    shown = name.rstrip("_").replace("_", "-")
    return f" {shown}" if value is True else f' {shown}="{escape(legible(str(value)))}"'
