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
class EdgeError:
    """Body of a CDN block. No `message` and no OAuth error code in it.

    Attributes:
        error: Why the CDN refused.
        reference: A mark to quote to support; the same in unrelated reports.
    """

    error: str
    reference: str
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> EdgeError:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            error=fields.required("error", string),
            reference=fields.required("reference", string),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "error": self.error,
                "reference": self.reference,
            },
            self.additional_properties,
        )


__all__ = ["EdgeError"]
