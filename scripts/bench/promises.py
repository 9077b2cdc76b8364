"""What the project promises of a measurement, and whether it is so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

Shown: TypeAlias = Callable[[float], str]


@dataclass(frozen=True)
class Promise:
    """One thing that is promised of a case."""

    text: str
    """In a few words."""
    holds: Callable[[float, float], bool] = field(repr=False)
    """Whether it does, given what the work took and what it is measured against."""


def times(most: float) -> Promise:
    """At most so many times of what it is measured against."""
    return Promise(f"at most {most:g} times", lambda ours, theirs: ours <= most * theirs)


def below(limit: float, shown: Shown) -> Promise:
    """Less than this, whatever it is measured against."""
    return Promise(f"below {shown(limit)}", lambda ours, _theirs: ours < limit)


def more(limit: float, shown: Shown) -> Promise:
    """Less than so much more than what it is measured against."""
    return Promise(f"less than {shown(limit)} more", lambda ours, theirs: ours - theirs < limit)
