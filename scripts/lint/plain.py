"""Reading values that may be anything: a lint must survive the mistakes it is there to report."""

from __future__ import annotations

import math
from typing import Any, cast

from scripts.documents import Node


def mapping(value: Any) -> Node:
    """The value when it is a mapping, otherwise an empty one."""
    return cast(Node, value) if isinstance(value, dict) else {}


def sequence(value: Any) -> list[Any]:
    """The value when it is a list, otherwise an empty one."""
    return cast(list[Any], value) if isinstance(value, list) else []


def text(value: Any) -> str:
    """The value without surrounding space when it is a text, otherwise an empty one."""
    return value.strip() if isinstance(value, str) else ""


def words(value: Any) -> list[str]:
    """The texts of a list; anything else in it is left out."""
    return [item for item in sequence(value) if isinstance(item, str)]


def integer(value: Any) -> int | None:
    """The value when it is a whole number; a truth value is none."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def is_json(value: Any) -> bool:
    """Whether JSON has this scalar; YAML also makes dates, bytes and infinities."""
    if isinstance(value, float):
        return math.isfinite(value)
    return value is None or isinstance(value, (str, bool, int, dict, list))


def as_json(value: Any) -> Any:
    """A copy in which whatever JSON does not have became text."""
    if isinstance(value, dict):
        return {_key(key): as_json(item) for key, item in cast(dict[Any, Any], value).items()}
    if isinstance(value, list):
        return [as_json(item) for item in cast(list[Any], value)]
    return value if is_json(value) else str(value)


def _key(key: Any) -> str:
    return key if isinstance(key, str) else str(key)
