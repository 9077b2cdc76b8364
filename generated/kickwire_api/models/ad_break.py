from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from attrs import define, field

from .._reading import (
    Fields,
    date_time,
    integer,
    string,
    to_object,
    uuid,
)
from ..types import UNSET, Unset


@define(kw_only=True)
class AdBreak:
    """An ad break that was run or is running.

    Attributes:
        id: Id of the ad break.
        status: What the ad break is doing. The possible words are not known.
        source: Where the ad break was started from. The possible words are not known.
        break_duration_seconds: Length of the ad break in seconds.
        created_at: When the ad break was started.
    """

    id: UUID | Unset = UNSET
    status: str | Unset = UNSET
    source: str | Unset = UNSET
    break_duration_seconds: int | Unset = UNSET
    created_at: datetime.datetime | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> AdBreak:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            id=fields.optional("id", uuid),
            status=fields.optional("status", string),
            source=fields.optional("source", string),
            break_duration_seconds=fields.optional("break_duration_seconds", integer),
            created_at=fields.optional("created_at", date_time),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "id": self.id,
                "status": self.status,
                "source": self.source,
                "break_duration_seconds": self.break_duration_seconds,
                "created_at": self.created_at,
            },
            self.additional_properties,
        )


__all__ = ["AdBreak"]
