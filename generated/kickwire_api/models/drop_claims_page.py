from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import define, field

from .._reading import (
    Fields,
    array,
    nullable,
    string,
    to_object,
)
from .drop_claim import DropClaim


@define(kw_only=True)
class DropClaimsPage:
    """A page of claims with the cursor of the next one.

    Attributes:
        claims: The claims of this page.
        cursor: The `cursor` for the next page (the id of a claim); null on the last
            page.
    """

    claims: list[DropClaim]
    cursor: str | None
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> DropClaimsPage:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            claims=fields.required("claims", array(DropClaim.from_dict)),
            cursor=fields.required("cursor", nullable(string)),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "claims": self.claims,
                "cursor": self.cursor,
            },
            self.additional_properties,
        )


__all__ = ["DropClaimsPage"]
