from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import define, field

from .._reading import (
    Fields,
    boolean,
    integer,
    none_is_zero,
    string,
    to_object,
)
from ..types import UNSET, Unset


@define(kw_only=True)
class RewardSummary:
    """A reward as the list of redemptions tells it.

    Attributes:
        id: Id of the reward (a ULID).
        title: Title of the reward.
        cost: Price in channel points.
        description: The owner's words about the reward; may be empty.
        can_manage: Whether this app may manage the reward, as far as its name tells.
        is_deleted: Whether the reward has been deleted since.
    """

    id: str
    title: str
    cost: int | Unset = UNSET
    description: str | None | Unset = UNSET
    can_manage: bool | Unset = UNSET
    is_deleted: bool | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> RewardSummary:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            id=fields.required("id", string),
            title=fields.required("title", string),
            cost=fields.optional("cost", integer),
            description=fields.optional_or_none("description", string, ""),
            can_manage=fields.optional("can_manage", boolean),
            is_deleted=fields.optional("is_deleted", boolean),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "id": self.id,
                "title": self.title,
                "cost": self.cost,
                "description": none_is_zero(self.description, ""),
                "can_manage": self.can_manage,
                "is_deleted": self.is_deleted,
            },
            self.additional_properties,
        )


__all__ = ["RewardSummary"]
