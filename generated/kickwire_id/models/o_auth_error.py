from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import define, field

from .._reading import (
    Fields,
    string,
    to_object,
)
from ..types import UNSET, Unset


@define(kw_only=True)
class OAuthError:
    """An error of the identity host. OAuth's two fields on the wire, only the first in
    Kick's documentation. The body may also be missing altogether, or be a page of the
    CDN.

    Attributes:
        error: The word to decide by. Expected: `invalid_request`, `invalid_client`,
            `invalid_grant`, `unauthorized_client`, `unsupported_grant_type`,
            `unsupported_response_type`, `invalid_scope`, `access_denied`,
            `server_error`. Kick's documentation has the text `Invalid request` in this
            place, so the list is open.
        error_description: A sentence for people. Its wording is no promise; do not
            compare it.

    Quirks:
        token_error_shape
    """

    error: str
    error_description: str | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> OAuthError:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            error=fields.required("error", string),
            error_description=fields.optional("error_description", string),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "error": self.error,
                "error_description": self.error_description,
            },
            self.additional_properties,
        )


__all__ = ["OAuthError"]
