"""Files that came with this package: documents, the ledger, keys, the dashboard's script and style.

`importlib.resources` would do as well, but takes longer to import than most mocks to be made.
"""

from __future__ import annotations

import pkgutil


def content_of(path: str) -> bytes:
    """What a file holds.

    Args:
        path: below the package, with ``/`` between the steps.

    Raises:
        OSError: there is none.
    """
    content = pkgutil.get_data("kickwire_mock", path)
    if content is None:
        raise FileNotFoundError(f"kickwire_mock was loaded by something that has no {path}")
    return content
