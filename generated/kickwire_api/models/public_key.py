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
class PublicKey:
    """The key that signs webhook deliveries.

    Attributes:
        public_key: RSA public key as PEM text with line breaks, about 450 characters.
    """

    public_key: str
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> PublicKey:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            public_key=fields.required("public_key", string),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "public_key": self.public_key,
            },
            self.additional_properties,
        )


__all__ = ["PublicKey"]
