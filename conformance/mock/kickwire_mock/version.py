"""Which kickwire this is."""

from __future__ import annotations

import functools


@functools.cache
def version() -> str:
    """Version of the installed distribution; ``unknown`` when run from a bare source tree."""
    from importlib import metadata  # slow to import, and rarely asked for

    try:
        return metadata.version("kickwire")
    except metadata.PackageNotFoundError:
        return "unknown"
