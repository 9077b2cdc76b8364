"""How it is told that a name stands for nothing: with the name, what is close to it, what there is.

For names that whoever drives the mock has written, and that cannot be secret.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from kickwire_mock.errors import NotFoundError

_LONGEST = 100
"""Characters of a name that are compared, and repeated."""
_LISTED = 60
"""Names that are listed; there may be any number of people."""
_COMPARED = 1000
_CLOSE = 0.7
"""As alike names have to be, from 0 to 1: some are of people, who may be many and alike."""


def unknown(what: str, name: str, known: Iterable[str]) -> NotFoundError:
    """The error that tells it.

    Args:
        what: stands before the name, for instance ``"no such setting"``.
        name: what somebody has written.
        known: what would have been possible.
    """
    said, names = name[:_LONGEST], list(islice(known, _COMPARED))
    meant = nearest(said, names, _CLOSE)
    hint = f"did you mean {meant}? " if meant else ""
    return NotFoundError(f"{what}: {said!r}; {hint}{possible(names)}")


def nearest(name: str, known: Iterable[str], close: float = 0.6) -> str | None:
    """The name that was probably meant; None where none is close.

    Args:
        name: what somebody has written; no more than its beginning is compared.
        known: what would have been possible.
        close: from 0 to 1, how alike they have to be.
    """
    from difflib import get_close_matches  # takes longer to import than this module to be used

    found = get_close_matches(name[:_LONGEST], known, n=1, cutoff=close)
    return found[0] if found else None


def no_app(known: Iterable[str]) -> NotFoundError:
    """The error for a client id that no app has; it may be a secret, and is not repeated."""
    return NotFoundError(f"no app has this client id; {possible(known)}")


def possible(known: Iterable[str]) -> str:
    """What there is, as the end of a sentence."""
    names = list(islice(known, _LISTED + 1))
    more = ["..."] if len(names) > _LISTED else []
    return f"possible: {', '.join([*names[:_LISTED], *more])}"
