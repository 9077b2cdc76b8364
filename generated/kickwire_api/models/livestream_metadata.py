from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import define, field

from .._reading import (
    Fields,
    boolean,
    none_is_zero,
    string,
    to_object,
)
from .category import Category


@define(kw_only=True)
class LivestreamMetadata:
    """Description of a stream. Deliveries repeat the category under the key `Category`,
    which is deliberately not a field here.

    Attributes:
        title: Title of the stream. The longest possible is not known.
        language: Language of the stream as a code such as en.
        has_mature_content: Whether the stream is meant for adults.
        category: What is being streamed. No capture shows the object of zeros that an
            offline channel has.
    """

    title: str
    language: str
    has_mature_content: bool
    category: Category | None
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> LivestreamMetadata:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            title=fields.required("title", string),
            language=fields.required("language", string),
            has_mature_content=fields.required("has_mature_content", boolean),
            category=fields.required_or_none(
                "category", Category.from_dict, {"id": 0, "name": "", "thumbnail": ""}
            ),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "title": self.title,
                "language": self.language,
                "has_mature_content": self.has_mature_content,
                "category": none_is_zero(self.category, {"id": 0, "name": "", "thumbnail": ""}),
            },
            self.additional_properties,
        )


__all__ = ["LivestreamMetadata"]
