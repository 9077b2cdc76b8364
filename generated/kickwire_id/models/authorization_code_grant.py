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
class AuthorizationCodeGrant:
    """Exchanges a code for a user's first pair of tokens. One try only: the code seems to
    be spent even when the verifier turns out wrong, so a failed exchange means a new
    sign-in.

    Attributes:
        grant_type: Names this grant.
        code: The code from the redirect. 48 characters, single use, short-lived.
        client_id: Identifier of the app, a ULID of 26 characters. Another length is a
            server error, not a refusal.
        client_secret: Secret of the app. Required in addition to PKCE; Kick has no
            public clients.
        redirect_uri: The very URL that was sent to the consent page.
        code_verifier: The secret text behind the challenge. 43 to 128 characters in the
            protocol's alphabet.

    Quirks:
        code_burned_before_pkce_check, code_single_use, token_redirect_mismatch_500
    """

    grant_type: Literal["authorization_code"] = "authorization_code"
    code: str = field(repr=False)
    client_id: str
    client_secret: str = field(repr=False)
    redirect_uri: str
    code_verifier: str = field(repr=False)
    additional_properties: dict[str, Any] = field(init=False, factory=dict[str, Any], repr=False)

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> AuthorizationCodeGrant:
        """Read a JSON object; raises `InvalidData` with the JSON pointer of what does not fit."""
        fields = Fields(source)
        model = cls(
            grant_type=fields.required("grant_type", exactly("authorization_code")),
            code=fields.required("code", string),
            client_id=fields.required("client_id", string),
            client_secret=fields.required("client_secret", string),
            redirect_uri=fields.required("redirect_uri", string),
            code_verifier=fields.required("code_verifier", string),
        )
        model.additional_properties = fields.rest
        return model

    def to_dict(self) -> dict[str, Any]:
        """The JSON object, in the order of the document, unset fields left out."""
        return to_object(
            {
                "grant_type": self.grant_type,
                "code": self.code,
                "client_id": self.client_id,
                "client_secret": self.client_secret,
                "redirect_uri": self.redirect_uri,
                "code_verifier": self.code_verifier,
            },
            self.additional_properties,
        )


__all__ = ["AuthorizationCodeGrant"]
