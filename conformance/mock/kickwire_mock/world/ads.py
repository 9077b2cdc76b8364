"""Ad breaks on channels."""

from __future__ import annotations

from dataclasses import dataclass, field

from kickwire_mock.clock import Clock
from kickwire_mock.values import value_class

MAX_BREAKS = 3
PERIOD = 3600
"""Seconds in which a channel may run `MAX_BREAKS` ad breaks. Ours, from the document's example."""
_REMEMBERED = 20
"""Ad breaks that are shown. Ours, too."""


@value_class(frozen=True, slots=True, kw_only=True)
class AdBreak:
    """One ad break."""

    id: str
    """A UUID that the client made up."""
    seconds: int
    began: float
    """Unix seconds."""


@dataclass(slots=True, eq=False)
class ChannelAds:
    """The ads of one channel."""

    opted_in: bool = False
    blocked: bool = False
    """Whether Kick keeps the channel from running ads."""
    automatic: bool = False
    """Whether ads run by themselves, which rules out ad breaks by hand."""
    breaks: list[AdBreak] = field(default_factory=list[AdBreak])
    """The latest ones, oldest first."""

    def run(self, ad_break: AdBreak) -> None:
        """Begin an ad break."""
        self.breaks = [*self.breaks[1 - _REMEMBERED :], ad_break]


class Ads:
    """The ads of channels, by the id of the user who owns the channel."""

    _clock: Clock
    _channels: dict[int, ChannelAds]

    def __init__(self, clock: Clock) -> None:
        """Take the clock by which ad breaks end."""
        self._clock = clock
        self._channels = {}

    def of_channel(self, channel: int) -> ChannelAds:
        """The ads of a channel."""
        return self._channels.setdefault(channel, ChannelAds())

    def remaining(self, ads: ChannelAds) -> int:
        """How many ad breaks a channel may still run in the period; none if it is not enrolled."""
        if not ads.opted_in:
            return 0
        start = self._clock.now() - PERIOD
        return MAX_BREAKS - sum(1 for each in ads.breaks if each.began > start)

    def runs(self, ad_break: AdBreak) -> bool:
        """Whether an ad break is running now."""
        return self._clock.now() < ad_break.began + ad_break.seconds
