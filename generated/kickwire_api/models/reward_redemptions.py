from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import define, field

from .._reading import (
    Fields,
    array,
    to_object,
)
from .redemption import Redemption
from .reward_summary import RewardSummary


@define(kw_only=True)
class RewardRedemptions:
    """The redemptions of one reward.

    Attributes:
        reward: The reward that was bought.
        redemptions: Its redemptions on this page.
    """

    reward: RewardSummary
    redemptions: list[Redemption]
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> RewardRedemptions:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            reward=fields.required("reward", RewardSummary.from_dict),
            redemptions=fields.required("redemptions", array(Redemption.from_dict)),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "reward": self.reward,
                "redemptions": self.redemptions,
            },
            self.additional_properties,
        )


__all__ = ["RewardRedemptions"]
