from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import define, field

from .._reading import (
    Fields,
    string,
    to_object,
)


@define(kw_only=True)
class DropClaimUpdate:
    """The new state of one claim. Kick accepts these two fields and no others.

    Attributes:
        claim_id: Id of the claim (a ULID).
        external_status: The new state, in the organisation's own words. Its longest
            length is not known.
    """

    claim_id: str
    external_status: str
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> DropClaimUpdate:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            claim_id=fields.required("claim_id", string),
            external_status=fields.required("external_status", string),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "claim_id": self.claim_id,
                "external_status": self.external_status,
            },
            self.additional_properties,
        )


__all__ = ["DropClaimUpdate"]
