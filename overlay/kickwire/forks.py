"""What a forked child must not take over: locks held at that moment, jobs of threads, sockets."""

from __future__ import annotations

import os
from typing import Protocol
from weakref import WeakSet


class Forkable(Protocol):
    """Something that has to begin anew in a child."""

    def begin_anew(self) -> None:
        """Forget what belongs to the parent. Called in the child, before anything else runs."""
        ...


_KNOWN: WeakSet[Forkable] = WeakSet()


def begin_anew_in_children(thing: Forkable) -> None:
    """Have `begin_anew` called in every child that is forked while the thing exists."""
    _KNOWN.add(thing)


def _begin_anew() -> None:
    for thing in list(_KNOWN):
        thing.begin_anew()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_begin_anew)

__all__ = ["Forkable", "begin_anew_in_children"]
