from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import define, field

from .._reading import (
    Fields,
    array,
    to_object,
)
from .drop_claim_update import DropClaimUpdate


@define(kw_only=True)
class DropClaimsUpdate:
    """New states for claims.

    Attributes:
        claims: The claims and their new states, up to 100. Whether an empty list is
            accepted is not known.
    """

    claims: list[DropClaimUpdate]
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> DropClaimsUpdate:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            claims=fields.required("claims", array(DropClaimUpdate.from_dict)),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "claims": self.claims,
            },
            self.additional_properties,
        )


__all__ = ["DropClaimsUpdate"]
