from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import define, field

from .._reading import (
    Fields,
    boolean,
    integer,
    nullable,
    open_enum,
    string,
    to_object,
)
from ..types import UNSET, Unset
from .token_kind import TokenKind


@define(kw_only=True)
class TokenIntrospection:
    """What a token is. When `active` is false, the other fields are absent or null.

    Attributes:
        active: Whether the token is good.
        client_id: Id of the OAuth app that the token was issued to (a ULID).
        token_type: For whom the token acts.
        scope: The token's scopes, separated by spaces. Absent or empty for app tokens.
        exp: When the token dies, in seconds since 1970 (a moment, not a lifetime).
    """

    active: bool
    client_id: str | None | Unset = UNSET
    token_type: TokenKind | None | Unset = UNSET
    scope: str | None | Unset = UNSET
    exp: int | None | Unset = UNSET
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any])

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> TokenIntrospection:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            active=fields.required("active", boolean),
            client_id=fields.optional("client_id", nullable(string)),
            token_type=fields.optional("token_type", nullable(open_enum(TokenKind))),
            scope=fields.optional("scope", nullable(string)),
            exp=fields.optional("exp", nullable(integer)),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "active": self.active,
                "client_id": self.client_id,
                "token_type": self.token_type,
                "scope": self.scope,
                "exp": self.exp,
            },
            self.additional_properties,
        )


__all__ = ["TokenIntrospection"]
