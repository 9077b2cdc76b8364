from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import define, field

from .._reading import (
    Fields,
    array,
    boolean,
    integer,
    nullable,
    to_object,
)
from .ad_break import AdBreak
from .ad_break_limits import AdBreakLimits


@define(kw_only=True)
class AdBreakStatus:
    """Whether and how often a channel may run ad breaks.

    Attributes:
        opted_in: Whether the channel is enrolled in ads.
        ads_blocked: Whether Kick keeps the channel from running ads.
        auto_ads_active: Whether ads run by themselves on the channel, which rules out
            ad breaks by hand.
        remaining_ad_breaks: How many ad breaks the channel may still run in the period.
        limits: How many ad breaks are allowed in which time, or null.
        ad_breaks: The latest ad breaks, or null. How far they reach back is not known.
    """

    opted_in: bool
    ads_blocked: bool
    auto_ads_active: bool
    remaining_ad_breaks: int
    limits: AdBreakLimits | None
    ad_breaks: list[AdBreak] | None
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> AdBreakStatus:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            opted_in=fields.required("opted_in", boolean),
            ads_blocked=fields.required("ads_blocked", boolean),
            auto_ads_active=fields.required("auto_ads_active", boolean),
            remaining_ad_breaks=fields.required("remaining_ad_breaks", integer),
            limits=fields.required("limits", nullable(AdBreakLimits.from_dict)),
            ad_breaks=fields.required("ad_breaks", nullable(array(AdBreak.from_dict))),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "opted_in": self.opted_in,
                "ads_blocked": self.ads_blocked,
                "auto_ads_active": self.auto_ads_active,
                "remaining_ad_breaks": self.remaining_ad_breaks,
                "limits": self.limits,
                "ad_breaks": self.ad_breaks,
            },
            self.additional_properties,
        )


__all__ = ["AdBreakStatus"]
