"""How plain values and containers are written as JSON, and read from it.

What is read may be anything that JSON can say, so every form looks before it takes. What is written
is looked at too: a value that is not of its declared type could not be read again.
"""

from __future__ import annotations

import base64
import binascii
import json
import math
from collections import deque
from collections.abc import Callable, Iterable, MutableMapping, Sequence
from typing import Any, cast

from kickwire_mock.saving.pages import Broken, Node, ReadPage, WrittenPage
from kickwire_mock.values import value_class

_LARGEST = 2**63 - 1
_LATEST = 2**53
_NEVER = "never"


@value_class(frozen=True, eq=False)
class Form:
    """How the values of one type are written and read; both raise `Broken`."""

    write: Callable[[Any, WrittenPage], Any]
    """The value as JSON."""
    read: Callable[[Any, ReadPage], Any]
    """The value that was written so."""


def _plain(name: str, fits: Callable[[Any], bool]) -> Form:
    """Values that JSON has itself."""

    def checked(value: Any, _page: object) -> Any:
        if not fits(value):
            raise Broken(f"{name} is expected")
        return value

    return Form(checked, checked)


def _is_text(value: Any) -> bool:
    if type(value) is not str:
        return False
    try:
        return value.isascii() or bool(value.encode("utf-8"))
    except UnicodeEncodeError:  # JSON can hold half of a surrogate pair, which no answer can
        return False


def _written_text(value: Any, _page: object) -> Any:
    if not _is_text(value):
        raise Broken("a text is expected")
    return value


TEXT = Form(
    _written_text, lambda saved, page: page.texts.setdefault(_written_text(saved, page), saved)
)
WHOLE = _plain("a whole number", lambda value: type(value) is int and abs(value) <= _LARGEST)
LARGE = _plain("a whole number", lambda value: type(value) is int)
NOTHING = _plain("null", lambda value: value is None)
FLAG = _plain("true or false", lambda value: type(value) is bool)


def choice(values: Sequence[object]) -> Form:
    """One of some texts."""
    names = " or ".join(map(str, values))
    return _plain(names, lambda value: type(value) is str and value in values)


def _written_number(value: Any, _page: object) -> Any:
    if type(value) is not float or not math.isfinite(value):
        raise Broken("a finite number with a fraction is expected")
    return value


def _read_number(saved: Any, _page: object) -> Any:
    if type(saved) not in (int, float) or not abs(saved) <= _LATEST:
        raise Broken("a number is expected")
    return float(saved)  # on its way through JSON a whole one may have lost its fraction


NUMBER = Form(_written_number, _read_number)
"""Times, mostly."""
ENDLESS = Form(
    lambda value, page: _NEVER if value == math.inf else _written_number(value, page),
    lambda saved, page: math.inf if saved == _NEVER else _read_number(saved, page),
)
"""Numbers, and infinity, which JSON has not."""


def _written_bytes(value: Any, _page: object) -> Any:
    if type(value) is not bytes:
        raise Broken("bytes are expected")
    try:
        return {"text": value.decode("utf-8")}
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(value).decode("ascii")}


def _read_bytes(saved: Any, _page: object) -> Any:
    match saved:
        case {"text": str(text), **rest} if not rest and _is_text(text):
            return text.encode("utf-8")
        case {"base64": str(text), **rest} if not rest:
            try:
                return base64.b64decode(text, validate=True)
            except (binascii.Error, ValueError):
                raise Broken("its base64 cannot be read") from None
        case _:
            raise Broken('bytes are expected, as {"text": ...} or {"base64": ...}')


BYTES = Form(_written_bytes, _read_bytes)


def maybe(of: Form) -> Form:
    """A value, or None."""
    return Form(
        lambda value, page: None if value is None else of.write(value, page),
        lambda saved, page: None if saved is None else of.read(saved, page),
    )


def many(kind: Callable[[Iterable[Any]], Any], of: Form) -> Form:
    """A list, a tuple or the like with values of one form."""

    def write(value: Any, page: WrittenPage) -> Any:
        _require_type(value, kind)
        return _each(of.write, value, page)

    def read(saved: Any, page: ReadPage) -> Any:
        return kind(_each(of.read, _list(saved), page))

    return Form(write, read)


def unordered(kind: Callable[[Iterable[Any]], Any], of: Form) -> Form:
    """A set; its values are written in an order of their own, the same in every run."""

    def write(value: Any, page: WrittenPage) -> Any:
        _require_type(value, kind)
        return sorted(_each(of.write, value, page), key=json.dumps)

    return Form(write, many(kind, of).read)


def bounded(of: Form) -> Form:
    """A deque, which may have a greatest length."""
    items, most = many(list, of), maybe(WHOLE)

    def write(value: Any, page: WrittenPage) -> Any:
        _require_type(value, deque)
        return {"maxlen": value.maxlen, "items": items.write(list(value), page)}

    def read(saved: Any, page: ReadPage) -> Any:
        match saved:
            case {"maxlen": maxlen, "items": values, **rest} if not rest:
                found, length = items.read(values, page), most.read(maxlen, page)
            case _:
                raise Broken('{"maxlen": ..., "items": [...]} is expected')
        if length is not None and length < len(found):
            raise Broken("it holds more than its maxlen")
        return deque(found, length)

    return Form(write, read)


def row(forms: Sequence[Form]) -> Form:
    """A tuple with a form for each of its values."""

    def write(value: Any, page: WrittenPage) -> Any:
        _require_type(value, tuple)
        _require_length(value, forms)
        return [form.write(each, page) for form, each in zip(forms, value, strict=True)]

    def read(saved: Any, page: ReadPage) -> Any:
        _require_length(_list(saved), forms)
        return tuple(form.read(each, page) for form, each in zip(forms, saved, strict=True))

    return Form(write, read)


def pairs(kind: Callable[[], MutableMapping[Any, Any]], key: Form, value: Form) -> Form:
    """A dictionary, as a list of pairs: its order counts, and its keys need not be texts."""
    items = many(list, row((key, value)))

    def write(mapping: Any, page: WrittenPage) -> Any:
        _require_type(mapping, kind)
        return items.write(list(mapping.items()), page)

    def read(saved: Any, page: ReadPage) -> Any:
        found = kind()
        found.update(_unique(items.read(saved, page)))
        return found

    return Form(write, read)


def named(of: Form) -> Form:
    """A mapping of names whose order does not count, as an object of JSON."""

    def write(mapping: Any, page: WrittenPage) -> Any:
        return {name: of.write(mapping[name], page) for name in sorted(mapping)}

    def read(saved: Any, page: ReadPage) -> Any:
        members = object_of(saved).items()
        return {TEXT.read(name, page): of.read(value, page) for name, value in members}

    return Form(write, read)


def _unique(found: list[tuple[Any, Any]]) -> dict[Any, Any]:
    mapping = dict(found)
    if len(mapping) < len(found):
        raise Broken("two of its keys are the same")
    return mapping


def object_of(saved: object) -> Node:
    """A value of JSON that has to be an object.

    Raises:
        Broken: it is none.
    """
    if not isinstance(saved, dict):
        raise Broken("an object is expected")
    return cast("Node", saved)


def _require_type(value: object, kind: Any) -> None:
    if type(value) is not kind:
        raise Broken(f"it is a {type(value).__name__}, which is not how it is declared")


def _require_length(found: Sequence[object], forms: Sequence[Form]) -> None:
    if len(found) != len(forms):
        raise Broken(f"{len(forms)} values are expected")


def _list(saved: object) -> Sequence[Any]:
    if not isinstance(saved, list):
        raise Broken("a list is expected")
    return cast("Sequence[Any]", saved)


def _each(convert: Callable[[Any, Any], Any], values: Iterable[Any], page: object) -> list[Any]:
    found: list[Any] = []
    for number, value in enumerate(values):
        try:
            found.append(convert(value, page))
        except Broken as broken:
            broken.inside(number)
            raise
    return found
