"""Reading and writing JSON for the models: every value is checked, every complaint has its JSON pointer."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, TypeAlias, TypeVar, cast
from uuid import UUID

from .errors import InvalidData
from .types import UNSET, Unset

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)
Reader: TypeAlias = Callable[[Any], T]

# fromisoformat() takes more forms than RFC 3339 and gives a date without an offset no zone at all.
_DATE_TIME = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:)(\d\d)(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII
)

# UUID() takes braces, underscores and any digits that Python knows.
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE)

_KINDS: dict[type[object], str] = {
    bool: "a boolean",
    dict: "an object",
    float: "a number",
    int: "an integer",
    list: "an array",
    str: "a string",
    type(None): "null",
}


def kind(value: Any) -> str:
    """The JSON kind of a value, for complaints: the value itself may be secret."""
    return _KINDS.get(cast("type[object]", type(value)), "something that is not JSON")


def _wrong(expected: str, value: Any) -> InvalidData:
    return InvalidData(f"{expected} is expected, {kind(value)} was found")


def anything(value: Any) -> Any:
    return value


def string(value: Any) -> str:
    if isinstance(value, str):
        return value
    raise _wrong("a string", value)


def integer(value: Any) -> int:
    if type(value) is int:
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    raise _wrong("an integer", value)


def number(value: Any) -> float:
    if type(value) is int or isinstance(value, float):
        return value
    raise _wrong("a number", value)


def boolean(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    raise _wrong("a boolean", value)


def nothing(value: Any) -> None:
    if value is not None:
        raise _wrong("null", value)


def date_time(value: Any) -> datetime.datetime:
    """RFC 3339; digits below the microsecond are cut, the leap second is read as the one before it."""
    match = _DATE_TIME.fullmatch(string(value))
    if match is None:
        raise InvalidData("a date-time of RFC 3339 is expected")
    date, clock, second, fraction, offset = match.groups()
    second = "59" if second == "60" else second
    try:
        return datetime.datetime.fromisoformat(
            f"{date}T{clock}{second}{(fraction or '')[:7]}{offset.upper()}"
        )
    except ValueError:
        raise InvalidData("a date-time of RFC 3339 is expected") from None


def uuid(value: Any) -> UUID:
    if _UUID.fullmatch(string(value)) is None:
        raise InvalidData("a UUID is expected")
    return UUID(value)


def exactly(value: T) -> Reader[T]:
    def read(found: Any) -> T:
        if found != value or type(found) is not type(value):
            raise InvalidData(f"the value {value!r} is expected")
        return value

    return read


def open_enum(kind_of: type[E]) -> Reader[E]:
    def read(value: Any) -> E:
        return kind_of(string(value))

    return read


def nullable(read_value: Reader[T]) -> Reader[T | None]:
    def read(value: Any) -> T | None:
        return None if value is None else read_value(value)

    return read


def array(read_item: Reader[T]) -> Reader[list[T]]:
    def read(value: Any) -> list[T]:
        if not isinstance(value, list):
            raise _wrong("an array", value)
        items: list[T] = []
        try:
            for item in cast("list[object]", value):
                items.append(read_item(item))
        except InvalidData as error:
            raise error.under(len(items)) from None
        return items

    return read


def first_of(*readers: Reader[Any]) -> Reader[Any]:
    """The first member of a union that reads the value; each member is told apart by a constant."""

    def read(value: Any) -> Any:
        complaints: list[InvalidData] = []
        for read_member in readers:
            try:
                return read_member(value)
            except InvalidData as error:
                complaints.append(error)
        raise max(complaints, key=lambda complaint: len(complaint.pointer))

    return read


class Fields:
    """An object while it is read, field by field; what remains is additional.

    The ``or_none`` ways are for fields in which Kick writes Go's zero value where there is nothing;
    null is taken for it as well.
    """

    __slots__ = ("rest",)

    def __init__(self, source: Any) -> None:
        if not isinstance(source, Mapping):
            raise _wrong("an object", source)
        self.rest: dict[str, Any] = dict(cast("Mapping[str, Any]", source))

    def required(self, name: str, read: Reader[T]) -> T:
        try:
            return read(self.rest.pop(name))
        except KeyError:
            raise InvalidData("this required field is missing").under(name) from None
        except InvalidData as error:
            raise error.under(name) from None

    def required_or_none(self, name: str, read: Reader[T], zero: Any) -> T | None:
        value = self.rest.get(name, UNSET)
        if value is not UNSET and _is_nothing(value, zero):
            del self.rest[name]
            return None
        return self.required(name, read)

    def optional(self, name: str, read: Reader[T]) -> T | Unset:
        if name not in self.rest:
            return UNSET
        value = self.rest.pop(name)
        try:
            return read(value)
        except InvalidData as error:
            if value is None:  # Go writes null where a field is not set
                return UNSET
            raise error.under(name) from None

    def optional_or_none(self, name: str, read: Reader[T], zero: Any) -> T | Unset | None:
        if name not in self.rest:
            return UNSET
        return self.required_or_none(name, read, zero)


def _is_nothing(value: Any, zero: Any) -> bool:
    """Null, the zero itself, or an object of zeros to which Kick has added more of them."""
    if value is None:
        return True
    if not isinstance(value, dict) or not isinstance(zero, dict):
        return bool(value == zero) and not isinstance(value, bool)  # to Python false equals 0
    found = cast("dict[str, Any]", value)
    expected = cast("dict[str, Any]", zero)
    if not expected.keys() <= found.keys():
        return False
    added = [found[name] for name in found if name not in expected]
    return not any(added) and all(_is_nothing(found[name], expected[name]) for name in expected)


def to_json(value: Any) -> Any:
    """A value of a model as JSON has it."""
    if isinstance(value, list | tuple):
        return [to_json(item) for item in cast("list[object] | tuple[object, ...]", value)]
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, datetime.datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, UUID):
        return str(value)
    write = getattr(value, "to_dict", None)
    return value if write is None else write()


def to_object(fields: Mapping[str, Any], additional: Mapping[str, Any]) -> dict[str, Any]:
    """The JSON object of a model: its fields in the document's order, then what was additional."""
    written = {name: to_json(value) for name, value in fields.items() if value is not UNSET}
    return {**written, **{name: additional[name] for name in additional if name not in written}}


def none_is_zero(value: T | None, zero: Any) -> T | Any:
    """The way back of the ``or_none`` fields."""
    return zero if value is None else value
