"""Plain strings are welcome where the document has an enum or a UUID."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from ..types import UNSET, Unset

E = TypeVar("E", bound=StrEnum)


def as_enum(kind: type[E], value: str | Unset) -> E | Unset:
    return UNSET if isinstance(value, Unset) else kind(value)


def as_uuid(name: str, value: UUID | str) -> UUID:
    """Raises ValueError, naming the argument, when the text is not a UUID."""
    if isinstance(value, UUID):
        return value
    try:
        return UUID(value)
    except ValueError:
        raise ValueError(f"{name}: {value!r} is not a UUID") from None
