"""Plain strings are welcome where the document has an enum or a UUID."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from uuid import UUID

E = TypeVar("E", bound=StrEnum)


def as_enum(name: str, kind: type[E], value: str) -> E:
    """The member that a text names. A member made on purpose passes, also one that is not listed.

    Raises:
        ValueError: no member has this text; the argument and the members are named.
    """
    if isinstance(value, kind):
        return value
    if value in kind.__members__.values():
        return kind(value)
    raise ValueError(f"{name}: {value!r} is none of {', '.join(kind)}")


def as_uuid(name: str, value: UUID | str) -> UUID:
    """Raises ValueError, naming the argument, when the text is not a UUID."""
    from uuid import UUID

    if isinstance(value, UUID):
        return value
    try:
        return UUID(str(value))
    except ValueError:
        raise ValueError(f"{name}: {value!r} is not a UUID") from None
