"""Reading values that may be anything: a lint must survive the mistakes it is there to report."""

from __future__ import annotations

import math
from typing import Any, TypeGuard

from scripts.documents import Node


def is_mapping(value: object) -> TypeGuard[Node]:
    """Whether the value is a mapping."""
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[Any]]:
    """Whether the value is a list."""
    return isinstance(value, list)


def mapping(value: object) -> Node:
    """The value when it is a mapping, otherwise an empty one."""
    return value if is_mapping(value) else {}


def sequence(value: object) -> list[Any]:
    """The value when it is a list, otherwise an empty one."""
    return value if is_list(value) else []


def text(value: object) -> str:
    """The value without surrounding space when it is a text, otherwise an empty one."""
    return value.strip() if isinstance(value, str) else ""


def words(value: object) -> list[str]:
    """The texts of a list; anything else in it is left out."""
    return [item for item in sequence(value) if isinstance(item, str)]


def integer(value: object) -> int | None:
    """The value when it is a whole number; a truth value is none."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def is_json(value: object) -> bool:
    """Whether JSON has this scalar; YAML also makes dates, bytes and infinities."""
    if isinstance(value, float):
        return math.isfinite(value)
    return value is None or isinstance(value, (str, bool, int, dict, list))


def as_json(value: object) -> Any:
    """A copy in which whatever JSON does not have became text."""
    if is_mapping(value):
        return {str(key): as_json(item) for key, item in value.items()}
    if is_list(value):
        return [as_json(item) for item in value]
    return value if is_json(value) else str(value)
