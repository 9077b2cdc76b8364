from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import define, field

from .._reading import (
    Fields,
    anything,
    open_enum,
    string,
    to_object,
)
from ..types import UNSET, Unset
from .ads_error_code import AdsErrorCode


@define(kw_only=True)
class AdsError:
    """The error envelope with a code, as the ads operations send it.

    Attributes:
        data: Not known to be sent here; an empty object, null or a string elsewhere.
        message: The failure in words.
        code: The failure for programs. Taken to be absent when the request itself could
            not be accepted.
    """

    data: Any | Unset = UNSET
    message: str
    code: AdsErrorCode | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> AdsError:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            data=fields.optional("data", anything),
            message=fields.required("message", string),
            code=fields.optional("code", open_enum(AdsErrorCode)),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "data": self.data,
                "message": self.message,
                "code": self.code,
            },
            self.additional_properties,
        )


__all__ = ["AdsError"]
