from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import define, field

from .._reading import (
    Fields,
    integer,
    none_is_zero,
    string,
    to_object,
)
from ..types import UNSET, Unset


@define(kw_only=True)
class EventSubscriptionResult:
    """What became of one event that was asked for. Look at `error` even though the answer
    as a whole is a success.

    Attributes:
        name: Name of the event as it was asked for.
        version: Version of the event as it was asked for.
        subscription_id: Id of the subscription (a ULID); absent or empty when there is
            none.
        error: Why this event was not subscribed to; absent or empty when it was.

    Quirks:
        subscription_partial_errors
    """

    name: str
    version: int
    subscription_id: str | None | Unset = UNSET
    error: str | None | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> EventSubscriptionResult:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            name=fields.required("name", string),
            version=fields.required("version", integer),
            subscription_id=fields.optional_or_none("subscription_id", string, ""),
            error=fields.optional_or_none("error", string, ""),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "name": self.name,
                "version": self.version,
                "subscription_id": none_is_zero(self.subscription_id, ""),
                "error": none_is_zero(self.error, ""),
            },
            self.additional_properties,
        )


__all__ = ["EventSubscriptionResult"]
