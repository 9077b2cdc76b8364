"""What happened on channels and is to be told to those who subscribed to it."""

from __future__ import annotations

from dataclasses import field
from typing import Any, TypeAlias

from kickwire_mock.values import value_class

Payload: TypeAlias = dict[str, Any]
"""The body of an event, as JSON values."""

DROPS = "drops.claim"
"""The one event without subscriptions. The name is ours: its deliveries do not name themselves."""


@value_class(frozen=True, slots=True)
class News:
    """One thing that happened."""

    event: str
    channel: int
    """Id of the user who owns the channel; 0 for what happens on none."""
    payload: Payload = field(repr=False)
