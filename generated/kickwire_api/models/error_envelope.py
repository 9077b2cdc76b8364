from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import define, field

from .._reading import (
    Fields,
    anything,
    string,
    to_object,
)
from ..types import UNSET, Unset


@define(kw_only=True)
class ErrorEnvelope:
    """What api.kick.com says when it refuses. The fields are those of a success, with
    another meaning.

    Attributes:
        data: A string with the real reason, or an empty object or null, which say
            nothing. Not recorded everywhere, so it is not required.
        message: A short word on the kind of failure; in a few places the reason itself.

    Quirks:
        api_envelope
    """

    data: Any | Unset = UNSET
    message: str
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> ErrorEnvelope:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            data=fields.optional("data", anything),
            message=fields.required("message", string),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "data": self.data,
                "message": self.message,
            },
            self.additional_properties,
        )


__all__ = ["ErrorEnvelope"]
