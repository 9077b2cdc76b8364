from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import define, field

from .._reading import (
    Fields,
    integer,
    to_object,
)


@define(kw_only=True)
class EmotePosition:
    """Where one emote token stands in a text, brackets included. What Kick counts in texts
    beyond ASCII is not recorded.

    Attributes:
        s: Index of the first character, counted from 0.
        e: Index of the last character, which belongs to the token in Kick's own sample.

    Quirks:
        webhook_emotes_inline
    """

    s: int
    e: int
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> EmotePosition:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            s=fields.required("s", integer),
            e=fields.required("e", integer),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "s": self.s,
                "e": self.e,
            },
            self.additional_properties,
        )


__all__ = ["EmotePosition"]
