from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from attrs import define, field

from .._reading import (
    Fields,
    date_time,
    nullable,
    string,
    to_object,
)


@define(kw_only=True)
class BanMetadata:
    """Reason and time of a ban.

    Attributes:
        reason: What the moderator gave as the reason, 100 characters at most when it
            came through the API; may be an empty text.
        created_at: When the ban began.
        expires_at: When it ends; null when it does not.
    """

    reason: str
    created_at: datetime.datetime
    expires_at: datetime.datetime | None
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> BanMetadata:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            reason=fields.required("reason", string),
            created_at=fields.required("created_at", date_time),
            expires_at=fields.required("expires_at", nullable(date_time)),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "reason": self.reason,
                "created_at": self.created_at,
                "expires_at": self.expires_at,
            },
            self.additional_properties,
        )


__all__ = ["BanMetadata"]
