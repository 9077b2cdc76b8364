"""What classes declare of their attributes beyond the types; see `kickwire_mock.saving`."""

from __future__ import annotations

from typing import Annotated, TypeAlias, TypeVar

T = TypeVar("T")

UNSAVED = "unsaved"

Unsaved: TypeAlias = Annotated[T, UNSAVED]
"""A container that a state leaves out, such as a cache; it begins empty in a restored world."""

Large: TypeAlias = Annotated[int, "large"]
"""A whole number of any size, as callers may send one; others have 63 bits at most."""

Endless: TypeAlias = Annotated[float, "endless"]
"""A number that may be infinite; others may not."""
