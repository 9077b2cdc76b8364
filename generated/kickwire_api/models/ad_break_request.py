from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from attrs import define, field

from .._reading import (
    Fields,
    integer,
    to_object,
    uuid,
)


@define(kw_only=True)
class AdBreakRequest:
    """An ad break to run. That both fields are necessary is inferred.

    Attributes:
        id: An id that the client makes up, so that a repeated request does not run a
            second ad break.
        break_duration_seconds: Length of the ad break, 7 to 300 seconds.
    """

    id: UUID
    break_duration_seconds: int
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> AdBreakRequest:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            id=fields.required("id", uuid),
            break_duration_seconds=fields.required("break_duration_seconds", integer),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "id": self.id,
                "break_duration_seconds": self.break_duration_seconds,
            },
            self.additional_properties,
        )


__all__ = ["AdBreakRequest"]
