"""Cursors: base64 of a small JSON object, as a live one of v2 categories was."""

from __future__ import annotations

import base64
import json
from typing import Any, cast

from kickwire_mock.errors import RequestError
from kickwire_mock.wire import json_bytes

_BAD = "the cursor is none that was handed out here"


def written(value: dict[str, Any]) -> str:
    """The cursor that says where to go on."""
    return base64.b64encode(json_bytes(value)).decode("ascii")


def read(cursor: str) -> dict[str, Any]:
    """What a cursor says.

    Raises:
        RequestError: it was not handed out here.
    """
    try:
        value: object = json.loads(base64.b64decode(cursor, validate=True))
        # Other texts say the same: other spaces, other bits of padding, other numbers.
        genuine = isinstance(value, dict) and written(cast("dict[str, Any]", value)) == cursor
    except (ValueError, RecursionError):
        genuine, value = False, {}
    if not genuine:
        raise RequestError(_BAD)
    return cast("dict[str, Any]", value)


def whole_number(cursor: str, name: str) -> int:
    """The whole number that a cursor holds under a name.

    Raises:
        RequestError: it was not handed out here.
    """
    return number_in(read(cursor), name)


def number_in(value: dict[str, Any], name: str) -> int:
    """A whole number of a cursor that was read.

    Raises:
        RequestError: it was not handed out here.
    """
    number: object = value.get(name)
    if not isinstance(number, int) or isinstance(number, bool):
        raise RequestError(_BAD)
    return number
