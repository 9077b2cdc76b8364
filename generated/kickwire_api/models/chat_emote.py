from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import define, field

from .._reading import (
    Fields,
    array,
    string,
    to_object,
)
from .emote_position import EmotePosition


@define(kw_only=True)
class ChatEmote:
    """One emote and its places in a text.

    Attributes:
        emote_id: Number of the emote, written as a text; one SDK is prepared for a
            number too. No picture address is given.
        positions: Every place where the emote stands.

    Quirks:
        webhook_emotes_inline
    """

    emote_id: str
    positions: list[EmotePosition]
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> ChatEmote:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            emote_id=fields.required("emote_id", string),
            positions=fields.required("positions", array(EmotePosition.from_dict)),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "emote_id": self.emote_id,
                "positions": self.positions,
            },
            self.additional_properties,
        )


__all__ = ["ChatEmote"]
