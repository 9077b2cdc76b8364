"""How the body of a delivery is written (ledger ``webhook_raw_body``)."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from kickwire_mock.ledger import setting
from kickwire_mock.wire import json_bytes

FORM = setting("webhook_raw_body")


def written(payload: Mapping[str, Any], form: str) -> bytes:
    """A payload as the bytes that are signed and sent.

    Args:
        payload: of the event.
        form: a variant of ``FORM``.
    """
    return FORMS[form](payload)


def _spaced(payload: Mapping[str, Any]) -> bytes:
    return json.dumps(payload, ensure_ascii=False).encode("utf-8")


def _escaped(payload: Mapping[str, Any]) -> bytes:
    return json.dumps(payload, ensure_ascii=True, separators=(",", ":")).encode("ascii")


def _trailing_newline(payload: Mapping[str, Any]) -> bytes:
    return json_bytes(payload) + b"\n"


FORMS: Mapping[str, Callable[[Mapping[str, Any]], bytes]] = {
    "compact": json_bytes,
    "spaced": _spaced,
    "escaped": _escaped,
    "trailing_newline": _trailing_newline,
}
"""By variant."""
