from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from attrs import define, field

from .._reading import (
    Fields,
    exactly,
    string,
    to_object,
)


@define(kw_only=True)
class ClientCredentialsGrant:
    """Asks for a token of the app itself. The answer has neither refresh token nor scope.

    Attributes:
        grant_type: Names this grant.
        client_id: Identifier of the app, a ULID of 26 characters.
        client_secret: Secret of the app.

    Quirks:
        app_token_no_refresh_no_scope
    """

    grant_type: Literal["client_credentials"] = "client_credentials"
    client_id: str
    client_secret: str = field(repr=False)
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any], repr=False)

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> ClientCredentialsGrant:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            grant_type=fields.required("grant_type", exactly("client_credentials")),
            client_id=fields.required("client_id", string),
            client_secret=fields.required("client_secret", string),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "grant_type": self.grant_type,
                "client_id": self.client_id,
                "client_secret": self.client_secret,
            },
            self.additional_properties,
        )


__all__ = ["ClientCredentialsGrant"]
