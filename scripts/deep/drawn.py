"""A plugin of pytest: property tests draw at random, by ``--hypothesis-seed``.

In the tests of every day they draw the same each time.
"""

from __future__ import annotations

from typing import Any

from hypothesis import settings

_made = settings.__init__


def _at_random(self: settings, *args: Any, **given: Any) -> None:
    _made(self, *args, **{**given, "derandomize": False})


type.__setattr__(settings, "__init__", _at_random)
