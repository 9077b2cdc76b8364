"""KICKs that viewers gave to channels, and the leaderboards that come of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from kickwire_mock.values import value_class


@value_class(frozen=True, slots=True, kw_only=True)
class Gift:
    """KICKs given once."""

    giver: int
    """Id of the user who gave."""
    amount: int
    given: float
    """Unix seconds."""


class Kicks:
    """Gifts by channel."""

    _gifts: dict[int, list[Gift]]

    def __init__(self) -> None:
        self._gifts = {}

    def give(self, channel: int, gift: Gift) -> None:
        """Give KICKs to the channel of the user with this id."""
        self._gifts.setdefault(channel, []).append(gift)

    def ranking(self, channel: int, since: float) -> list[tuple[int, int]]:
        """Givers' ids with their sums since a Unix time, the largest sum first."""
        sums = Counter[int]()
        for gift in self._since(channel, since):
            sums[gift.giver] += gift.amount
        return sorted(sums.items(), key=lambda place: (-place[1], place[0]))

    def _since(self, channel: int, since: float) -> Iterable[Gift]:
        return (gift for gift in self._gifts.get(channel, ()) if gift.given >= since)


def month_begins(now: float) -> float:
    """When the calendar month of a Unix time began, in UTC."""
    return _midnight(now).replace(day=1).timestamp()


def week_begins(now: float) -> float:
    """When the week of a Unix time began: on Monday, in UTC."""
    day = _midnight(now)
    return (day - timedelta(days=day.weekday())).timestamp()


def _midnight(now: float) -> datetime:
    moment = datetime.fromtimestamp(int(now), UTC)
    return moment.replace(hour=0, minute=0, second=0)
