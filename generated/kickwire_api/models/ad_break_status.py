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
from ..types import UNSET, Unset
from .ad_break import AdBreak
from .ad_break_limits import AdBreakLimits


@define(kw_only=True)
class AdBreakStatus:
    """Whether and how often a channel may run ad breaks. One SDK types these fields and no
    capture shows them, so none is required.

    Attributes:
        opted_in: Whether the channel is enrolled in ads.
        ads_blocked: Whether Kick keeps the channel from running ads.
        auto_ads_active: Whether ads run by themselves on the channel, which rules out
            ad breaks by hand.
        remaining_ad_breaks: How many ad breaks the channel may still run in the period.
        limits: How many ad breaks are allowed in which time, or null.
        ad_breaks: The latest ad breaks, or null. How far they reach back is not known.
    """

    opted_in: bool | Unset = UNSET
    ads_blocked: bool | Unset = UNSET
    auto_ads_active: bool | Unset = UNSET
    remaining_ad_breaks: int | Unset = UNSET
    limits: AdBreakLimits | None | Unset = UNSET
    ad_breaks: list[AdBreak] | None | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> AdBreakStatus:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            opted_in=fields.optional("opted_in", boolean),
            ads_blocked=fields.optional("ads_blocked", boolean),
            auto_ads_active=fields.optional("auto_ads_active", boolean),
            remaining_ad_breaks=fields.optional("remaining_ad_breaks", integer),
            limits=fields.optional("limits", nullable(AdBreakLimits.from_dict)),
            ad_breaks=fields.optional("ad_breaks", nullable(array(AdBreak.from_dict))),
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
