"""JSON as people can compare it: each member and each item in a line of its own.

An item with all that it holds stands in one line, unless that were a very long one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, cast

_WIDTH = 500
"""Characters of an item that may stand in one line."""
_STEP = "  "
_line = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def laid_out(value: Any) -> str:
    """A JSON value as text, with a line break at the end."""
    return _text(value, "", within=False) + "\n"


def _text(value: Any, margin: str, *, within: bool) -> str:
    """A value as text.

    Args:
        value: of JSON.
        margin: what its further lines begin with.
        within: whether it is part of an item.
    """
    # Only what is within an item is measured, since each measuring writes everything below.
    if _is_plain(value) or (within and len(_line(value)) <= _WIDTH):
        return _line(value)
    inner = margin + _STEP
    if isinstance(value, dict):
        members = cast("dict[str, Any]", value).items()
        lines = (f"{_line(name)}: {_text(each, inner, within=within)}" for name, each in members)
        return _block("{", lines, "}", margin)
    return _block("[", (_text(each, inner, within=True) for each in value), "]", margin)


def _is_plain(value: Any) -> bool:
    """Whether a value holds nothing that could stand in a line of its own."""
    if isinstance(value, list):
        return not any(isinstance(each, (dict, list)) for each in cast("Sequence[Any]", value))
    return not value or not isinstance(value, dict)


def _block(opening: str, lines: Iterable[str], closing: str, margin: str) -> str:
    joined = f",\n{margin}{_STEP}".join(lines)
    return f"{opening}\n{margin}{_STEP}{joined}\n{margin}{closing}"
