"""Drops: what viewers claimed in the campaigns of an organisation."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(slots=True, eq=False, kw_only=True)
class Claim:
    """One viewer's claim on a drops reward."""

    id: str
    """A ULID."""
    user_id: int
    campaign: str
    """A ULID, like the reward's."""
    reward: str
    external_id: str | None
    """What the organisation calls the thing; None where it calls it nothing."""
    created: float
    """Unix seconds."""
    updated: float
    external_status: str = "initiated"


class Claims:
    """The claims of one organisation in the order of their ids, and the apps tied to it."""

    _apps: dict[str, None]
    _order: list[str]
    _by_id: dict[str, Claim]

    def __init__(self) -> None:
        self._apps = {}
        self._order = []
        self._by_id = {}

    def tie(self, app: str) -> None:
        """Let the app with this client id act for the organisation."""
        self._apps[app] = None

    def apps(self) -> list[str]:
        """The client ids of the apps that act for the organisation."""
        return list(self._apps)

    def opens_to(self, app: str) -> bool:
        """Whether an app acts for the organisation."""
        return app in self._apps

    def add(self, claim: Claim) -> None:
        """Keep a claim with a new id."""
        self._by_id[claim.id] = claim
        insort(self._order, claim.id)

    def get(self, id: str) -> Claim | None:
        """The claim with this id, or None."""
        return self._by_id.get(id)

    def after(self, id: str) -> Iterator[Claim]:
        """The claims whose ids come after this text, in order."""
        for position in range(bisect_right(self._order, id), len(self._order)):
            yield self._by_id[self._order[position]]

    def sound(self) -> bool:
        """Whether its parts agree; asked of one that was read from a state."""
        ids = [each.id for each in self._by_id.values()]
        return list(self._by_id) == ids and self._order == sorted(ids)
