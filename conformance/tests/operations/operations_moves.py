"""Mocks of every profile, and of every setting moved away from strict, one at a time."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import partial

from kickwire_mock import Mock

PROFILES = ("strict", "observed", "docs")


def moves(surfaces: Collection[str] | None = None) -> Mapping[str, Callable[[], Mock]]:
    """By name, how each mock is made.

    Args:
        surfaces: whose settings move; None moves all.
    """
    made: dict[str, Callable[[], Mock]] = {
        profile: partial(Mock, profile=profile) for profile in PROFILES
    }
    for each in Mock().settings.describe():
        for value in each["values"]:
            if value != each["value"] and (surfaces is None or each["surface"] in surfaces):
                made[f"{each['id']}={value}"] = partial(Mock, settings={each["id"]: value})
    return made
