from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import define, field

from .._reading import (
    Fields,
    first_of,
    integer,
    open_enum,
    string,
    to_object,
)
from .event_name import EventName


@define(kw_only=True)
class EventToSubscribe:
    """An event to subscribe to.

    Attributes:
        name: Name of the event. A name that Kick does not know does not fail the
            request; it gets an `error` in its own result.
        version: Version of the event; only 1 exists so far.
    """

    name: EventName | str
    version: int
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> EventToSubscribe:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            name=fields.required("name", first_of(open_enum(EventName), string)),
            version=fields.required("version", integer),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "name": self.name,
                "version": self.version,
            },
            self.additional_properties,
        )


__all__ = ["EventToSubscribe"]
