from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import define, field

from .._reading import (
    Fields,
    first_of,
    integer,
    string,
    to_object,
)
from ..types import UNSET, Unset


@define(kw_only=True)
class TokenAnswer:
    """What a successful token call returns: for a user five fields, for an app the first
    three. Not wrapped in an envelope.

    Attributes:
        access_token: Goes into the Authorization header. 48 opaque characters; samples
            that look like JWTs are decoration.
        token_type: How the token is presented. Always `Bearer`.
        expires_in: Remaining life of the access token in seconds, counted from the
            answer: 7200 for a user, 5184000 for an app in every capture. A number on
            the wire; Kick's pages print an empty text, so text is allowed here and a
            fresh pair is never thrown away over this field. Trust the figure of the
            answer, not the constants.
        refresh_token: Buys the next pair. 48 opaque characters. Absent from an app
            token's answer.
        scope: The scopes that were really granted, separated by spaces; possibly fewer
            than were asked for. Absent from an app token's answer.
        refresh_expires_in: Presumably the remaining life of the refresh token in
            seconds. Doubtful: one SDK and one page know it, and no capture contains it.

    Quirks:
        no_id_token
    """

    access_token: str = field(repr=False)
    token_type: str
    expires_in: int | str
    refresh_token: str | Unset = field(default=UNSET, repr=False)
    scope: str | Unset = UNSET
    refresh_expires_in: int | str | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any], repr=False)

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> TokenAnswer:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            access_token=fields.required("access_token", string),
            token_type=fields.required("token_type", string),
            expires_in=fields.required("expires_in", first_of(integer, string)),
            refresh_token=fields.optional("refresh_token", string),
            scope=fields.optional("scope", string),
            refresh_expires_in=fields.optional("refresh_expires_in", first_of(integer, string)),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "access_token": self.access_token,
                "token_type": self.token_type,
                "expires_in": self.expires_in,
                "refresh_token": self.refresh_token,
                "scope": self.scope,
                "refresh_expires_in": self.refresh_expires_in,
            },
            self.additional_properties,
        )


__all__ = ["TokenAnswer"]
