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
class RefreshTokenGrant:
    """Exchanges a refresh token for the user's next pair. Needs no PKCE; fields beyond
    these four are ignored.

    Attributes:
        grant_type: Names this grant.
        refresh_token: The newest refresh token of the user. An app token sent here is
            an invalid grant.
        client_id: Identifier of the app that received the refresh token, a ULID of 26
            characters.
        client_secret: Secret of the app.

    Quirks:
        refresh_no_pkce, refresh_returns_new_pair, refresh_reuse_policy,
        scope_change_needs_new_consent
    """

    grant_type: Literal["refresh_token"] = "refresh_token"
    refresh_token: str = field(repr=False)
    client_id: str
    client_secret: str = field(repr=False)
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any], repr=False)

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> RefreshTokenGrant:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            grant_type=fields.required("grant_type", exactly("refresh_token")),
            refresh_token=fields.required("refresh_token", string),
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
                "refresh_token": self.refresh_token,
                "client_id": self.client_id,
                "client_secret": self.client_secret,
            },
            self.additional_properties,
        )


__all__ = ["RefreshTokenGrant"]
