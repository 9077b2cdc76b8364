"""What the document says of arguments, checked before anything is sent.

A check takes a value and gives what is wrong with it, to be read after its name; empty if nothing is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from functools import partial
from typing import Any, TypeAlias, cast
from uuid import UUID

from .types import UNSET

Check: TypeAlias = Callable[[Any], str]

_LONGEST = 60

_MOST_BITS = 2048
"""Python writes no numbers that are much longer."""


def _unlike(expected: str, value: Any) -> str:
    if value is None:
        return ": None cannot be sent; leave it out"
    return f": {expected} is expected, not {type(value).__name__}"


def _shown(value: str) -> str:
    return repr(value if len(value) <= _LONGEST else f"{value[:_LONGEST]}...")


def _size(what: str, least: int, most: int | None, found: int) -> str:
    if least <= found and (most is None or found <= most):
        return ""
    way, limit = ("least", least) if found < least else ("most", most)
    return f": at {way} {limit} {what}{'' if limit == 1 else 's'}, not {found}"


def integer(least: int | None = None, most: int | None = None) -> Check:
    def check(value: Any) -> str:
        if not isinstance(value, int) or isinstance(value, bool):
            return _unlike("an integer", value)
        if value.bit_length() > _MOST_BITS:
            return ": a number of so many digits cannot be sent"
        if least is not None and value < least:
            return f": at least {least}, not {value}"
        if most is not None and value > most:
            return f": at most {most}, not {value}"
        return ""

    return check


def text(
    least: int = 0, most: int | None = None, pattern: str = "", *, secret: bool = False
) -> Check:
    """A text with so many characters, not bytes, that a pattern with a ``$`` at its end fits."""
    # Python's own ``$`` lets a line end pass.
    fits = re.compile(rf"{pattern[:-1]}\Z", re.ASCII).search if pattern else None

    def check(value: Any) -> str:
        if not isinstance(value, str):
            return _unlike("a text", value)
        complaint = _size("character", least, most, len(value))
        if complaint:
            return complaint
        if not value.isascii() and not _is_unicode(value):
            return ": a lone surrogate is no character and cannot be sent"
        if fits is not None and fits(value) is None:
            return f": {'the value' if secret else _shown(value)} is not of the form {pattern}"
        return ""

    return check


def _is_unicode(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def boolean(value: Any) -> str:
    return "" if isinstance(value, bool) else _unlike("a boolean", value)


_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE)


def uuid(value: Any) -> str:
    if isinstance(value, UUID) or (isinstance(value, str) and _UUID.fullmatch(value)):
        return ""
    return (
        f": {_shown(value)} is not a UUID" if isinstance(value, str) else _unlike("a UUID", value)
    )


def member(*values: str) -> Check:
    """One of these texts. A member of an enum passes, also one made on purpose for a new value."""

    def check(value: Any) -> str:
        if isinstance(value, StrEnum) or (isinstance(value, str) and value in values):
            return ""
        if not isinstance(value, str):
            return _unlike("a text", value)
        return f": {_shown(value)} is none of {', '.join(values)}"

    return check


def array(item: Check, least: int = 0, most: int | None = None, *, unique: bool = False) -> Check:
    """A list or tuple: to Python a text is one too, of its characters."""

    def check(value: Any) -> str:
        if not isinstance(value, list | tuple):
            return _unlike("a list", value)
        items = cast("Sequence[Any]", value)
        complaint = _size("value", least, most, len(items))
        if complaint:
            return complaint
        for index, one in enumerate(items):
            complaint = item(one)
            if complaint:
                return f"[{index}]{complaint}"
        if unique and len(set(items)) < len(items):
            index = next(i for i, one in enumerate(items) if items.index(one) < i)
            return f"[{index}]: the same value stands at [{items.index(items[index])}] already"
        return ""

    return check


def one_of(field: str, members: Mapping[str, Check]) -> Check:
    """A union of models that a constant in one field tells apart."""

    def check(value: Any) -> str:
        constant = getattr(value, field, "")
        chosen = members.get(constant) if isinstance(constant, str) else None
        return _unlike("one of the documented models", value) if chosen is None else chosen(value)

    return check


def refuse(complaint: str) -> None:
    """Say what is wrong, if anything is: the fields of a body are named as arguments are, and what
    is wrong with all of it after ``body``.

    A step of its own, so that no frame of the error but the caller's holds what may be secret.

    Raises:
        ValueError: there is a complaint.
    """
    if complaint:
        raise ValueError(complaint[1:] if complaint.startswith(".") else f"body{complaint}")


class Values:
    """Named values: the arguments of a call, or the fields of a model, under their Python names.

    Args:
        required: the checks of those that have to be given.
        optional: the checks of the others.
        least: how many have to be given altogether.
        closed: a model has no other fields than these.
        exclusive: groups of which only one may be given.
        needs: what is needed where another has a certain value: (needed, other, value).
    """

    def __init__(
        self,
        required: Mapping[str, Check] | None = None,
        optional: Mapping[str, Check] | None = None,
        *,
        least: int = 0,
        closed: bool = False,
        exclusive: Sequence[Sequence[str]] = (),
        needs: Sequence[tuple[str, str, str]] = (),
    ) -> None:
        self._required = list((required or {}).items())
        self._optional = list((optional or {}).items())
        self._least = least
        self._closed = closed
        self._exclusive = exclusive
        self._needs = needs

    def given(self, arguments: Mapping[str, Any]) -> str:
        """What is wrong with the arguments of a call."""
        return self._complaint(arguments.__getitem__)

    def __call__(self, model: Any) -> str:
        names = [name for name, _ in (*self._required, *self._optional)]
        # Another model may have these fields and more, as an answer has that the next body is like.
        if _fields(model) != {*names, "additional_properties"}:
            return _unlike(f"a model with {_listed(names)}", model)
        added = model.additional_properties
        if self._closed and added:
            return f".{next(iter(added))}: no such field"
        known = next((name for name in map(_public, names) if name in added), "")
        if known:
            return f".{known}: stands in additional_properties; give it as the field that it is"
        return self._complaint(partial(getattr, model), len(added))

    def _complaint(self, get: Callable[[str], Any], given: int = 0) -> str:
        for name, check in self._required:
            value = get(name)
            complaint = ": missing, and required" if value is UNSET else check(value)
            if complaint:
                return f".{_public(name)}{complaint}"
        for name, check in self._optional:
            value = get(name)
            if value is not UNSET:
                given += 1
                complaint = check(value)
                if complaint:
                    return f".{_public(name)}{complaint}"
        if given + len(self._required) < self._least:
            return f".{_listed([name for name, _ in self._optional])}: give at least {self._least} of them"
        return self._conflict(get) if self._exclusive or self._needs else ""

    def _conflict(self, get: Callable[[str], Any]) -> str:
        for group in self._exclusive:
            given = [name for name in group if get(name) is not UNSET]
            if len(given) > 1:
                return f".{_listed(given)}: give only one of them"
        for needed, other, value in self._needs:
            if get(other) == value and get(needed) is UNSET:
                return (
                    f".{_public(needed)}: missing, and required where {_public(other)} is {value}"
                )
        return ""


def _fields(model: object) -> set[str]:
    """The names of its fields; none where it is no model."""
    return {field.name for field in getattr(type(model), "__attrs_attrs__", ())}


def _public(name: str) -> str:
    return name.rstrip("_")  # which keeps words of Python apart


def _listed(names: Sequence[str]) -> str:
    return ", ".join(map(_public, names))
