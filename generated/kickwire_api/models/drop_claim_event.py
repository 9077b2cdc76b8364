from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import define, field

from .._reading import (
    Fields,
    integer,
    string,
    to_object,
)
from ..types import UNSET, Unset


@define(kw_only=True)
class DropClaimEvent:
    """A claimed drop.

    Attributes:
        claim_id: Identifies the claim, a ULID. Use it to notice repetitions and to
            report the state back.
        user_id: Kick's number for the viewer. Documented as an unsigned 64-bit number;
            the upper half has not been seen.
        campaign_id: The campaign, a ULID.
        reward_id: The reward, a ULID.
        external_id: The organisation's own reference for the reward; missing when none
            was set.
    """

    claim_id: str
    user_id: int
    campaign_id: str
    reward_id: str
    external_id: str | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> DropClaimEvent:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            claim_id=fields.required("claim_id", string),
            user_id=fields.required("user_id", integer),
            campaign_id=fields.required("campaign_id", string),
            reward_id=fields.required("reward_id", string),
            external_id=fields.optional("external_id", string),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "claim_id": self.claim_id,
                "user_id": self.user_id,
                "campaign_id": self.campaign_id,
                "reward_id": self.reward_id,
                "external_id": self.external_id,
            },
            self.additional_properties,
        )


__all__ = ["DropClaimEvent"]
