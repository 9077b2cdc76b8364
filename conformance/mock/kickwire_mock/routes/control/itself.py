"""The mock itself: whether it answers, its control document, beginning anew."""

from __future__ import annotations

import functools
from typing import Any

from kickwire_mock.documents import control
from kickwire_mock.routes.control.call import Call
from kickwire_mock.routes.control.controlled import Controlled

PREFIX = "/_mock"
"""Path under which everything of this host stands."""


def health(_mock: Controlled, _call: Call) -> dict[str, Any]:
    """That it answers, and its version."""
    return {"status": "ok", "version": version()}


def document(_mock: Controlled, call: Call) -> dict[str, Any]:
    """The control document, with the address at which it was asked for."""
    return {**control(), "servers": [{"url": call.origins.control + PREFIX}]}


def reset(mock: Controlled, _call: Call) -> dict[str, Any]:
    """Back to the seed."""
    mock.reset()
    return {"status": "ok"}


@functools.cache
def version() -> str:
    """Version of the installed distribution; ``unknown`` when run from a bare source tree."""
    from importlib import metadata  # slow to import, and rarely asked for

    try:
        return metadata.version("kickwire")
    except metadata.PackageNotFoundError:
        return "unknown"
